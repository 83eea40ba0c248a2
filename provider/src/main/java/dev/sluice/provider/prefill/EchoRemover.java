package dev.sluice.provider.prefill;

/// A filter that takes a beginning out of a text that repeats it: some providers put what was given
/// in front of what they write. Text that may be such a repetition is kept back until that is
/// certain.
///
/// Limitations: a beginning that is short, or one unit again and again, may well be what an answer
/// goes on with, so that it is not taken out; a longer one that the answer does repeat is.
final class EchoRemover {
  /// The least characters of a beginning that is taken out.
  private static final int LEAST = 16;

  /// The most characters of a beginning that is searched for repeated units.
  private static final int MOST = 4096;

  private final String given;
  private int matched;
  private boolean over;

  EchoRemover(String given) {
    this.given = given;
    this.over = given.length() < LEAST || (given.length() <= MOST && repeats(given));
  }

  /// Whether the text is a shorter unit again and again, of which the last may be a part: half of
  /// the text or more is both its beginning and its end (the prefix function of Knuth, Morris and
  /// Pratt).
  private static boolean repeats(String text) {
    var borders = new int[text.length()];
    int border = 0;
    for (int i = 1; i < borders.length; i++) {
      while (border > 0 && text.charAt(i) != text.charAt(border)) {
        border = borders[border - 1];
      }
      border += text.charAt(i) == text.charAt(border) ? 1 : 0;
      borders[i] = border;
    }
    return 2 * border >= text.length();
  }

  /// Adds `more` and returns the text that can be passed on now.
  String rest(String more) {
    if (over) {
      return more;
    }
    int most = Math.min(more.length(), given.length() - matched);
    if (!given.regionMatches(matched, more, 0, most)) {
      return end() + more;
    }
    matched += most;
    over = matched == given.length();
    return more.substring(most);
  }

  /// Returns what was kept back, when no more text can come.
  String end() {
    String kept = over ? "" : given.substring(0, matched);
    over = true;
    return kept;
  }
}
