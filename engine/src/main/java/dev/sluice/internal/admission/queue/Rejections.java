package dev.sluice.internal.admission.queue;

import dev.sluice.call.Failed;
import dev.sluice.internal.stats.Seconds;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The errors of calls that the queue rejects. Pure functions.
final class Rejections {
  private Rejections() {}

  /// Returns the failure of a call for which there is no capacity in time. A rate limit that will
  /// have passed is reported as such, also where the call's own deadline comes before that: the
  /// client's next call has another deadline.
  ///
  /// @param reason what the call's targets lack; null while that is not known
  /// @param wait how long the call would wait, in seconds
  static Failed late(Ticket ticket, @Nullable Failed reason, double wait) {
    long deadline = ticket.call.deadline().begin();
    boolean ownDeadline = deadline - ticket.since < ticket.maxWait;
    Optional<Duration> hint = Optional.of(in(wait));
    if (ownDeadline && !(reason instanceof Failed.Throttled)) {
      return new Failed.Shed(Failed.Reason.DEADLINE_UNREACHABLE, hint);
    }
    if (reason instanceof Failed.Overloaded) {
      String message = "the targets have more calls than they can serve in time";
      return Failed.Overloaded.here(in(wait), message);
    }
    Failed.Dimension dimension =
        reason instanceof Failed.Throttled t ? t.dimension() : Failed.Dimension.UNKNOWN;
    String message = "rate limit reached: the estimated wait exceeds queue.max_wait";
    return new Failed.Throttled(dimension, hint, message);
  }

  /// Returns the failure of a call that finds the queue full.
  static Failed full(double wait) {
    return new Failed.Shed(Failed.Reason.QUEUE_FULL, Optional.of(in(Math.max(1, wait))));
  }

  /// Returns the failure of a call that is too large to wait, however few others do.
  ///
  /// @param wait how long until a target is open to the call, so that it need not wait, in seconds
  static Failed tooLarge(double wait) {
    return new Failed.Shed(Failed.Reason.EXCEEDS_QUEUE, Optional.of(in(wait)));
  }

  private static Duration in(double seconds) {
    return Duration.ofNanos(Seconds.nanos(seconds));
  }
}
