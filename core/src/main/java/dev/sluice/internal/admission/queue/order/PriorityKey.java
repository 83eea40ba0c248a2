package dev.sluice.internal.admission.queue.order;

import dev.sluice.call.Call;
import dev.sluice.call.request.Band;

/// Where a call stands among those of its tenant: at its arrival, put back by what it costs and how
/// little urgent it is, put forward by the time that it lacks. Pure functions.
public final class PriorityKey {
  private static final long BAND = 10_000_000_000L;

  /// What a call of the mean cost is put back by, in longest waits.
  private static final double MEAN = 1.4;

  private PriorityKey() {}

  /// By how much `call` is put back.
  ///
  /// @param dear what it costs, as a multiple of the mean
  /// @param maxWait how long a call may wait here
  /// @param patience how long this one can
  public static long offset(Call call, double dear, long maxWait, long patience) {
    long byCost = byCost(MEAN * dear * maxWait, maxWait);
    long byBand = BAND * call.claim().band().rank();
    long lacking = Math.max(0, maxWait - Math.max(0, patience));
    return byCost + byBand - lacking;
  }

  /// Up to one longest wait as it is, beyond it ever less, up to two, so that what costs more still
  /// stands behind what costs less.
  private static long byCost(double asked, long maxWait) {
    double beyond = asked - maxWait;
    return (long) (beyond <= 0 ? asked : maxWait * (2 - Math.exp(-beyond / maxWait)));
  }

  /// Where it stands then. A retry keeps its call's arrival, as far as a call could have waited
  /// since.
  public static long place(Call call, long offset, long maxWait, long now) {
    long arrived = now - call.arrived() > maxWait ? now - maxWait : Math.min(now, call.arrived());
    return arrived + offset;
  }

  /// Where a call stands whose time runs out: before all that are not so late, in the order in
  /// which their times do.
  public static long hurried(long latest, long maxWait, long now) {
    return now - 2 * maxWait + Math.max(0, latest - now);
  }

  /// The longest and the shortest `offset`.
  public static long most(long maxWait) {
    return 2 * maxWait + (Band.COUNT - 1) * BAND;
  }

  /// See [#most].
  public static long least(long maxWait) {
    return -maxWait;
  }

  /// How far the places of calls that wait at the same time can be apart.
  public static long span(long maxWait) {
    return most(maxWait) - least(maxWait) + 2 * maxWait;
  }
}
