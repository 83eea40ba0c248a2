package dev.sluice.sim.scenario;

import java.util.Locale;

/// The requests of a batch's life, which may have faults of their own.
public enum BatchStep {
  /// Brings a file.
  UPLOAD,
  /// Makes a batch.
  CREATE,
  /// Asks for one batch, or for one file.
  POLL,
  /// Asks for a page of batches, or of files.
  LIST,
  CANCEL,
  /// Fetches the content of a file, or the results of a batch.
  RESULTS,
  DELETE;

  /// Returns the step's name in scenario files.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
