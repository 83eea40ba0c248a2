package dev.sluice.dialect.multipart;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/// A search for the line that divides the parts of a form, over text that comes in pieces, by the
/// algorithm of Knuth, Morris and Pratt (SIAM J. Comput. 6, 1977): each byte is looked at once,
/// however much of the line the parts themselves hold. Where nothing is matched most bytes are not
/// looked at at all, by the shifts of Horspool (Softw. Pract. Exper. 10, 1980). Confined to one
/// thread.
final class Delimiter {
  /// How many values a byte has.
  static final int BYTES = 256;

  private final byte[] line;

  /// For each length of a match, the length of the longest beginning of the line that ends it.
  private final int[] fallback;

  /// For each byte that may stand where the line would end, how far the next place is at which the
  /// line may begin: none of those before it, the one that was looked at among them.
  private final byte[] shifts = new byte[BYTES];

  /// How much of the line the last bytes are.
  private int matched;

  /// A search for the delimiter of a boundary with the end of the line before it, behind such an
  /// end.
  static Delimiter line(String boundary) {
    var line = new Delimiter("\r\n--" + boundary);
    line.matched = 2;
    return line;
  }

  /// A search for the delimiter of a boundary, wherever it stands in a line.
  static Delimiter bare(String boundary) {
    return new Delimiter("--" + boundary);
  }

  private Delimiter(String text) {
    this.line = text.getBytes(US_ASCII);
    this.fallback = fallback(line);
    Arrays.fill(shifts, (byte) line.length);
    for (int i = 0; i < line.length; i++) {
      shifts[line[i]] = (byte) (line.length - 1 - i);
    }
  }

  private static int[] fallback(byte[] line) {
    int[] fallback = new int[line.length + 1];
    for (int i = 1, k = 0; i < line.length; i++) {
      while (k > 0 && line[i] != line[k]) {
        k = fallback[k];
      }
      k += line[i] == line[k] ? 1 : 0;
      fallback[i + 1] = k;
    }
    return fallback;
  }

  /// What is searched for.
  byte[] line() {
    return line;
  }

  int matched() {
    return matched;
  }

  boolean found() {
    return matched == line.length;
  }

  void restart() {
    matched = 0;
  }

  /// How far the line may begin at the earliest from a place at which nothing is matched; 0 where
  /// it may begin there, or where that is not known.
  ///
  /// @param at the place in `a`
  int shift(byte[] a, int at, int to) {
    int end = at + line.length - 1;
    return end < to ? shifts[a[end] & (BYTES - 1)] : 0;
  }

  /// Adds the next byte.
  ///
  /// @return how many bytes that may have begun the line have not, `next` not among them unless
  ///   nothing is matched any more
  int add(byte next) {
    int before = matched;
    while (matched > 0 && line[matched] != next) {
      matched = fallback[matched];
    }
    if (line[matched] == next) {
      matched++;
      return before + 1 - matched;
    }
    return before;
  }
}
