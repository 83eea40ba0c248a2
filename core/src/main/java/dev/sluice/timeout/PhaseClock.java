package dev.sluice.timeout;

import dev.sluice.call.Deadline;
import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Failed.TimedOut;
import dev.sluice.call.Progress;
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
  private final long firstToken;
  private final long stall;
  private final Deadline deadline;
  private final long begun;
  private final long total;
  private final TimeoutConfig bounds;

  private Phase phase = Phase.CONNECT;
  private long phaseStart;
  private long phaseBound;

  /// @param stream whether the answer is streamed, so that its first token is seen on its own
  PhaseClock(TimeoutConfig bounds, boolean stream, Deadline deadline, long now) {
    this.bounds = bounds;
    this.total = bounds.total().toNanos();
    this.firstToken =
        bounds
            .firstToken()
            .orElse(stream ? TimeoutConfig.FIRST_TOKEN_CEILING : bounds.total())
            .toNanos();
    this.stall = bounds.stall().orElse(TimeoutConfig.STALL_CEILING).toNanos();
    this.deadline = deadline;
    this.begun = now;
    this.phaseStart = now;
    this.phaseBound = bounds.connect().toNanos();
  }

  void progress(Progress progress, long now) {
    switch (progress) {
      case CONNECTED -> enter(Phase.FIRST_TOKEN, firstToken, now);
      case MEANINGFUL, TERMINATED -> enter(Phase.STALL, stall, now);
      case SENT -> {}
    }
  }

  /// The bound that has been exceeded, if one has.
  Optional<TimedOut> expired(long now) {
    if (deadline.passed(now)) {
      return Optional.of(
          new TimedOut(Phase.DEADLINE, Duration.ofNanos(Math.max(0, deadline.nanos() - begun))));
    }
    if (now - begun >= total) {
      return Optional.of(new TimedOut(Phase.TOTAL, bounds.total()));
    }
    if (now - phaseStart >= phaseBound) {
      return Optional.of(new TimedOut(phase, Duration.ofNanos(phaseBound)));
    }
    return Optional.empty();
  }

  /// How long nothing can expire from `now`, if nothing happens.
  Duration untilNext(long now) {
    long next = Math.min(phaseStart + phaseBound - now, begun + total - now);
    return Duration.ofNanos(Math.max(0, Math.min(next, deadline.nanos() - now)));
  }

  private void enter(Phase next, long bound, long now) {
    phase = next;
    phaseStart = now;
    phaseBound = bound;
  }
}
