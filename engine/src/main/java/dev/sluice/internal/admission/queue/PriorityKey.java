package dev.sluice.internal.admission.queue;

import dev.sluice.call.Call;
import dev.sluice.call.request.Band;

/// Priority key of a call among those of its tenant: its arrival, later by what the call costs and
/// how little urgent it is, earlier by the time that it lacks. Pure functions.
///
/// ```text
/// key    = arrival + offset                                     the smallest goes first
/// offset = cost + 10 s * rank of the band - (max_wait - patience)
/// cost   = penalty(1.4 * max_wait * tokens / mean tokens)
/// ```
///
/// The penalty is the identity up to one longest wait, and approaches two (ADR 0020).
final class PriorityKey {
  private static final long BAND = 10_000_000_000L;

  /// The penalty of a call of the mean cost, in longest waits.
  private static final double MEAN = 1.4;

  private PriorityKey() {}

  /// Returns the offset of `call`, in nanoseconds.
  ///
  /// @param relative what the call costs, as a multiple of the mean
  /// @param maxWait how long a call may wait here
  /// @param patience how long this call can wait
  public static long offset(Call call, double relative, long maxWait, long patience) {
    long byCost = byCost(MEAN * relative * maxWait, maxWait);
    long byBand = BAND * call.hints().band().rank();
    long lacking = Math.max(0, maxWait - Math.max(0, patience));
    return byCost + byBand - lacking;
  }

  /// Caps the cost penalty smoothly at two maximum waits, so that what costs more still goes behind
  /// what costs less.
  private static long byCost(double asked, long maxWait) {
    double beyond = asked - maxWait;
    return (long) (beyond <= 0 ? asked : maxWait * (2 - Math.exp(-beyond / maxWait)));
  }

  /// Returns the key of a call. A retry keeps its call's arrival, as far back as a call can have
  /// waited.
  public static long key(Call call, long offset, long maxWait, long now) {
    long arrived = now - call.arrived() > maxWait ? now - maxWait : Math.min(now, call.arrived());
    return arrived + offset;
  }

  /// Returns the key of a call whose time runs out: before all calls that are not so late, in the
  /// order in which their times run out.
  public static long promoted(long latest, long maxWait, long now) {
    return now - 2 * maxWait + Math.max(0, latest - now);
  }

  /// Returns the longest offset, in nanoseconds.
  public static long most(long maxWait) {
    return 2 * maxWait + (Band.COUNT - 1) * BAND;
  }

  /// Returns the shortest offset, in nanoseconds.
  public static long least(long maxWait) {
    return -maxWait;
  }

  /// Returns how far the keys of calls that wait at the same time can be apart, in nanoseconds.
  public static long span(long maxWait) {
    return most(maxWait) - least(maxWait) + 2 * maxWait;
  }
}
