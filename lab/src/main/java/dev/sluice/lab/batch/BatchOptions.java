package dev.sluice.lab.batch;

import java.util.Set;

/// The options of `./sluice lab batch`.
///
/// @param only which parts
/// @param seconds how long each rate is kept up
/// @param calls how many random calls are compared
/// @param seed of all that is drawn
public record BatchOptions(Set<Part> only, int seconds, int calls, long seed) {

  /// The parts of the laboratory.
  public enum Part {
    RATES,
    SAMENESS
  }

  public BatchOptions {
    only = Set.copyOf(only);
    if (seconds < 1 || calls < 1) {
      throw new IllegalArgumentException(
          "seconds is " + seconds + " and calls is " + calls + "; both must be at least 1");
    }
  }
}
