package dev.sluice.lab.fuzz;

import java.util.Set;

/// The targets to fuzz, and how long.
///
/// @param only the targets
/// @param minutes for each of them
public record FuzzOptions(Set<FuzzTarget> only, int minutes) {
  private static final int MINUTES_MAX = 24 * 60;

  public FuzzOptions {
    only = Set.copyOf(only);
    if (minutes < 1 || minutes > MINUTES_MAX) {
      throw new IllegalArgumentException(minutes + " minutes are not within 1 to " + MINUTES_MAX);
    }
  }
}
