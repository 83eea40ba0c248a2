package dev.sluice.config;

import java.util.Optional;

/// A target of a route's calls.
///
/// @param provider the provider's configured name
/// @param model the model's name there; empty passes the asked name on
/// @param weight its share among the route's targets, at least 1
/// @param rank 0 for a target that serves while all is well; those of a higher rank serve only when
///   none of a lower one can, and equal ranks share by weight
public record TargetConfig(String provider, Optional<String> model, int weight, int rank) {
  public TargetConfig {
    if (rank < 0) {
      throw new IllegalArgumentException(
          "the rank of a target is " + rank + "; it must be at least 0");
    }
  }
}
