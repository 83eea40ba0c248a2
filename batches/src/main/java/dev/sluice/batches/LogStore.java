package dev.sluice.batches;

import java.io.IOException;
import java.util.List;

/// The place of the logs of batches. Safe for any thread; waits.
interface LogStore {
  /// The log of a batch.
  LogFiles of(String batch);

  /// Passes on the names of batches that have a log, some at a time; maybe others, too.
  void names(Names to) throws IOException, InterruptedException;

  /// Takes names.
  @FunctionalInterface
  interface Names {
    void some(List<String> names) throws IOException, InterruptedException;
  }
}
