package dev.sluice.internal.hold;

import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import java.time.Duration;
import java.util.Optional;

/// What a provider asks with a hint: to stay away from a target.
///
/// @param why the failure that has brought it
/// @param time how long
record StayAway(Failed why, Duration time) {

  /// What the outcome of an attempt asks that concerns other calls; empty where it asks nothing.
  static Optional<StayAway> of(Outcome outcome) {
    return switch (outcome) {
      case Failed.Throttled t -> of(t, t.hint());
      case Failed.Overloaded o when isOfTheTarget(o.status()) -> of(o, o.hint());
      default -> Optional.empty();
    };
  }

  private static Optional<StayAway> of(Failed why, Optional<Duration> hint) {
    return hint.filter(Duration::isPositive).map(time -> new StayAway(why, time));
  }

  /// Whether a status concerns the target, not perhaps the one request that met it.
  private static boolean isOfTheTarget(int status) {
    return switch (status) {
      case 408, 409, 500, 501 -> false;
      default -> true;
    };
  }
}
