package dev.sluice.sim.scenario;

import java.time.Duration;
import java.util.List;

/// What a scenario says of credentials that end: with it calls are answered to those alone that the
/// simulator has given.
///
/// @param life how long each lives
/// @param skew how far the simulator's clock is ahead of the true one; negative where it is behind
/// @param delay how long each exchange takes
/// @param faults of the exchanges
public record Credentials(Duration life, Duration skew, Duration delay, List<FaultRule> faults) {
  public Credentials {
    faults = List.copyOf(faults);
  }

  /// Credentials that live so long, from exchanges without faults.
  public static Credentials living(Duration life) {
    return new Credentials(life, Duration.ZERO, Duration.ZERO, List.of());
  }

  public Credentials skew(Duration other) {
    return new Credentials(life, other, delay, faults);
  }

  public Credentials delay(Duration other) {
    return new Credentials(life, skew, other, faults);
  }

  public Credentials faults(FaultRule... others) {
    return new Credentials(life, skew, delay, List.of(others));
  }
}
