package dev.sluice;

import dev.sluice.timeout.TimeoutConfig;

/// How the calls of a route are treated.
///
/// @param timeout the bounds of an attempt
public record Policy(TimeoutConfig timeout) {

  /// What a route is treated by that says nothing else.
  public static Policy defaults() {
    return new Policy(TimeoutConfig.defaults());
  }

  /// This policy with other bounds for an attempt.
  public Policy with(TimeoutConfig other) {
    return new Policy(other);
  }
}
