package dev.sluice.batches;

/// How many values a line has at its two upper levels, at the least: those that are built of it
/// when it is read. Counted before any is built, in a pass over the bytes; of what is no JSON the
/// number says nothing.
final class LineProperties {
  private static final int DEEPEST = 2;

  private LineProperties() {}

  static int count(byte[] bytes, int from, int to) {
    int count = 1;
    int depth = 0;
    for (int i = from; i < to; i++) {
      switch (bytes[i]) {
        case '"' -> i = endOfString(bytes, i + 1, to);
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        case ',' -> count += depth <= DEEPEST ? 1 : 0;
        default -> {}
      }
    }
    return count;
  }

  private static int endOfString(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && bytes[i] != '"') {
      i += bytes[i] == '\\' ? 2 : 1;
    }
    return i;
  }
}
