package dev.sluice.dialect.multipart;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// A search for the line that divides the parts of a form, over text that comes in pieces, by the
/// algorithm of Knuth, Morris and Pratt (SIAM J. Comput. 6, 1977): each byte is looked at once,
/// however much of the line the parts themselves hold. Confined to one thread.
final class Delimiter {
  private final byte[] line;

  /// For each length of a match, the length of the longest beginning of the line that ends it.
  private final int[] fallback;

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
    this.fallback = new int[line.length + 1];
    for (int i = 1, k = 0; i < line.length; i++) {
      while (k > 0 && line[i] != line[k]) {
        k = fallback[k];
      }
      k += line[i] == line[k] ? 1 : 0;
      fallback[i + 1] = k;
    }
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
