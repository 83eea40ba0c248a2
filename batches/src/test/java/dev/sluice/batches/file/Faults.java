package dev.sluice.batches.file;

import java.io.IOException;

/// The faults of a disk, which a test sets and takes back.
final class Faults {
  static final IOException FULL = new IOException("No space left on device");
  static final IOException BROKEN = new IOException("Input/output error");

  /// How many more bytes can be written.
  long room = Long.MAX_VALUE;

  /// What a write beyond that fails with.
  IOException failure = FULL;

  /// Whether contents cannot be made durable.
  boolean failsCommits;
}
