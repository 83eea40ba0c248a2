package dev.sluice.sim.dialect;

import java.util.List;

/// The vectors that a model gives: those of a list in turn, or else one that is drawn from each
/// input.
///
/// @param dimensions of a drawn vector, unless the request says
/// @param given the list; empty where vectors are drawn
public record Vectors(int dimensions, List<Vector> given) {
  public Vectors {
    given = List.copyOf(given);
  }

  /// Makes vectors that are drawn from their inputs.
  public static Vectors drawn(int dimensions) {
    return new Vectors(dimensions, List.of());
  }

  /// Returns the vector of one input: from the list if there is one, else `drawn`.
  ///
  /// @param place of the input, from 0
  public Vector at(int place, Vector drawn) {
    return given.isEmpty() ? drawn : given.get(place % given.size());
  }
}
