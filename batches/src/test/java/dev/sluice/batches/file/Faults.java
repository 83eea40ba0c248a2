package dev.sluice.batches.file;

import java.io.IOException;

/// The faults of a disk, which a test sets and takes back.
final class Faults {
  /// How many more bytes can be written.
  long room = Long.MAX_VALUE;

  /// What a write beyond that fails with.
  IOException failure = new IOException("No space left on device");

  /// What else happens before the next write, once.
  Runnable meanwhile = () -> {};

  /// Whether contents cannot be made durable.
  boolean failsCommits;

  /// Whether the process has no memory where contents are listed.
  boolean failsLists;

  /// A disk that fails.
  static IOException broken() {
    return new IOException("Input/output error");
  }
}
