package dev.sluice.internal.hold;

import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import java.time.Duration;
import java.util.Optional;

/// A provider's request to back off from a target.
///
/// @param why the failure that has brought the request
/// @param time how long to back off
record BackOffRequest(Failed why, Duration time) {

  /// Returns the request that the outcome of an attempt brings and that concerns other calls; empty
  /// where there is none.
  static Optional<BackOffRequest> of(Outcome outcome) {
    return switch (outcome) {
      case Failed.Throttled t -> of(t, t.hint());
      case Failed.Overloaded o when isOfTheTarget(o.status()) -> of(o, o.hint());
      default -> Optional.empty();
    };
  }

  private static Optional<BackOffRequest> of(Failed why, Optional<Duration> hint) {
    return hint.filter(Duration::isPositive).map(time -> new BackOffRequest(why, time));
  }

  /// Whether a status concerns the target, not perhaps the one request that met it.
  private static boolean isOfTheTarget(int status) {
    return switch (status) {
      case 408, 409, 500, 501 -> false;
      default -> true;
    };
  }
}
