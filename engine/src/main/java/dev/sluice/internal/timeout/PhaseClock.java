package dev.sluice.internal.timeout;

import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Failed.TimedOut;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.runtime.Deadline;
import java.time.Duration;
import java.util.Optional;

/// The state machine of an attempt's clocks. Knows no thread and no clock: `now` is an argument, in
/// nanoseconds. Not thread-safe.
///
/// ```
/// CONNECT --connected--> FIRST_TOKEN --meaningful--> STALL --meaningful--> STALL
/// ```
///
/// The total and the call's deadline run beside all of them; whichever bound comes first wins.
final class PhaseClock {
  private static final long GRACE_LEAST = 100_000_000L;
  private static final long GRACE_MOST = 5_000_000_000L;

  private final PhaseBounds bounds;
  private final Deadline deadline;
  private final long begun;

  private long total;
  private Phase phase = Phase.CONNECT;
  private long phaseStart;
  private long phaseBound;
  private boolean forgiven;

  PhaseClock(PhaseBounds bounds, Deadline deadline, long now) {
    this.bounds = bounds;
    this.deadline = deadline;
    this.begun = now;
    this.total = bounds.total();
    this.phaseStart = now;
    this.phaseBound = bounds.connect();
  }

  void progress(Progress progress, long now) {
    switch (progress) {
      case CONNECTED -> enter(Phase.FIRST_TOKEN, now);
      case MEANINGFUL, TERMINATED -> enter(Phase.STALL, now);
      case ALIVE -> resume(now);
      case SENT -> {}
    }
  }

  /// Begins anew, since the provider is asked once more, for an answer whose first token does not
  /// show.
  void again(long now) {
    phase = Phase.CONNECT;
    phaseStart = now;
    phaseBound = bounds.connect();
    forgiven = false;
    total = grownTotal();
  }

  /// Returns the bound that has been exceeded, if one has.
  Optional<TimedOut> expired(long now) {
    long last = last();
    if (last - now <= 0) {
      return Optional.of(new TimedOut(Phase.DEADLINE, Duration.ofNanos(Math.max(0, last - begun))));
    }
    if (now - begun >= total && now - begun >= grownTotal()) {
      return Optional.of(new TimedOut(Phase.TOTAL, Duration.ofNanos(total)));
    }
    if (now - phaseStart >= phaseBound && now - phaseStart >= grownBound(now)) {
      return Optional.of(new TimedOut(phase, Duration.ofNanos(phaseBound)));
    }
    return Optional.empty();
  }

  /// Returns for how many nanoseconds from `now` nothing can expire, if nothing happens.
  long untilNext(long now) {
    long next = Math.min(phaseStart + phaseBound - now, begun + total - now);
    return Math.max(0, Math.min(next, last() - now));
  }

  /// Returns the deadline in force: an answer that has begun may go on beyond the time in which it
  /// had to begin.
  private long last() {
    return phase == Phase.STALL ? deadline.nanos() : deadline.begin();
  }

  /// Extends what has expired, since the process was held up for at least `heldUp` and what had
  /// arrived meanwhile was not read. This happens once a phase, so that a process that never has
  /// time still notices what is dead. The deadline is the client's and stays.
  void forgive(long heldUp, long now) {
    if (forgiven) {
      return;
    }
    forgiven = true;
    long grace = Math.clamp(heldUp, GRACE_LEAST, GRACE_MOST);
    if (now - begun >= total) {
      total = now - begun + grace;
    }
    if (now - phaseStart >= phaseBound) {
      phaseBound = now - phaseStart + grace;
    }
  }

  /// Whether a learned bound has been exceeded that [#spare] lengthens.
  boolean mayBeSpared(TimedOut why) {
    return why.phase() == Phase.FIRST_TOKEN && phaseBound < bounds.spared();
  }

  /// Gives the first token the time of one that is not learned, while other attempts run beside
  /// this one.
  void spare() {
    phaseBound = bounds.spared();
  }

  /// Begins the silence anew: nothing was read since the client did not keep up, or the provider
  /// says that it is at work.
  void resume(long now) {
    if (phase == Phase.STALL) {
      phaseStart = now;
    }
  }

  private void enter(Phase next, long now) {
    if (phase != next || forgiven) {
      phase = next;
      phaseBound = bound(next, now);
      total = grownTotal();
      forgiven = false;
    }
    phaseStart = now;
  }

  private long grownBound(long now) {
    phaseBound = Math.max(phaseBound, bound(phase, now));
    return phaseBound;
  }

  private long grownTotal() {
    total = Math.max(total, bounds.total());
    return total;
  }

  private long bound(Phase of, long now) {
    return switch (of) {
      case CONNECT -> bounds.connect();
      case FIRST_TOKEN -> bounds.firstToken(now);
      case STALL -> bounds.stall();
      case OVERTAKEN, TOTAL, DEADLINE ->
          throw new IllegalStateException(of + " is no phase of its own");
    };
  }
}
