package dev.sluice.internal.provider.assemble;

/// What an answer weighs that is held in parts: its bytes, and what it costs to hold each part.
/// Confined to one thread.
final class MemoryMeter {
  /// A part is an object or two and a place in a table.
  private static final int PART = 96;

  /// What a text takes beside that while it has no bytes, and what an array does.
  static final int TEXT = 16;

  static final int ARRAY = 96;

  private long bytes;

  void add(long more) {
    bytes += more;
  }

  void addPart(long more) {
    bytes += PART + more;
  }

  /// What is taken at most: what grows has room for as much again.
  long taken() {
    return 2 * bytes;
  }

  boolean tooMuch() {
    return bytes > Assembler.ANSWER_MAX;
  }
}
