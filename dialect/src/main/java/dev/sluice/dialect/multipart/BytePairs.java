package dev.sluice.dialect.multipart;

/// A filter of the places at which a line cannot be, by the pairs of neighbouring bytes that it
/// has: wherever the line stands, one of its pairs is at one of the places that are looked at, a
/// line's length apart. Four of them are looked at together, none of which waits for another, as
/// the next of Horspool's shifts does for the one before. A pure function of its arguments.
final class BytePairs {
  private static final int BITS = 12;

  /// The size of the filter, in bytes.
  static final int SIZE = 1 << BITS;

  private static final int BYTE = 0xff;

  /// One for each pair that the line has, and for those that share its place.
  private final byte[] has = new byte[SIZE];

  /// How far the places are apart that are looked at.
  private final int stride;

  /// @param line of two bytes at least
  BytePairs(byte[] line) {
    this.stride = line.length - 1;
    for (int i = 1; i < line.length; i++) {
      has[pair(line, i)] = 1;
    }
  }

  /// How many bytes are looked through at a time.
  int window() {
    return 4 * stride;
  }

  /// The first place at or behind `from` at which the line may begin, as far as that is seen from
  /// whole windows in front of `to`.
  int skip(byte[] a, int from, int to) {
    int at = from + stride;
    int last = to - 3 * stride;
    while (at < last && isNone(a, at)) {
      at += 4 * stride;
    }
    return at - stride;
  }

  private boolean isNone(byte[] a, int at) {
    int found =
        has[pair(a, at)]
            | has[pair(a, at + stride)]
            | has[pair(a, at + 2 * stride)]
            | has[pair(a, at + 3 * stride)];
    return found == 0;
  }

  /// The place of the pair that ends at `at`.
  private static int pair(byte[] a, int at) {
    return (a[at - 1] & BYTE) << 4 ^ (a[at] & BYTE);
  }
}
