package dev.sluice.batches.file;

import java.io.IOException;

/// The faults of a disk, which a test sets and takes back.
final class Faults {
  /// How many more bytes can be written.
  long room = Long.MAX_VALUE;

  /// What a write beyond that fails with.
  IOException failure = new IOException("No space left on device");

  /// Whether contents cannot be made durable.
  boolean failsCommits;

  /// A disk that fails.
  static IOException broken() {
    return new IOException("Input/output error");
  }
}
