package dev.sluice.provider.assemble;

/// A meter of the memory that an answer takes which is held in parts: its bytes, and the overhead
/// of each part. Confined to one thread.
final class MemoryMeter {
  /// The overhead of a part, which is an object or two and an entry in a table.
  private static final int PART = 96;

  /// The overhead of a text while it has no bytes, and of an array.
  static final int TEXT = 16;

  static final int ARRAY = 96;

  private long bytes;

  void add(long more) {
    bytes += more;
  }

  void addPart(long more) {
    bytes += PART + more;
  }

  /// The most bytes that are taken: a growing array has room for as much again.
  long taken() {
    return 2 * bytes;
  }

  boolean tooMuch() {
    return bytes > Assembler.ANSWER_MAX;
  }
}
