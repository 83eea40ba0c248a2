package dev.sluice.sim.batch;

import java.util.List;
import java.util.function.Supplier;

/// What a batch is made of, once it has been read.
///
/// @param faults why it fails; none for a batch that runs
record ParsedInput(List<Line> lines, List<LineFault> faults) {

  /// Reads the input of a batch; called once, on a thread that may take its time.
  @FunctionalInterface
  interface Source extends Supplier<ParsedInput> {}

  static ParsedInput of(List<Line> lines) {
    return new ParsedInput(lines, List.of());
  }
}
