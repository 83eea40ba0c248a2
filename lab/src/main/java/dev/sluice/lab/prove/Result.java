package dev.sluice.lab.prove;

import java.util.List;

/// The outcome of a comparison.
///
/// @param options how it was made
/// @param calls how many each side has made
/// @param before the applications' with the SDK alone
/// @param after the applications' through Sluice
record Result(ProveOptions options, int calls, Figures before, Figures after) {

  List<ComparedFigure> rows() {
    return ComparedFigure.of(before, after);
  }

  /// Returns whether all targets are met.
  boolean isMet() {
    return rows().stream().allMatch(ComparedFigure::isMet);
  }
}
