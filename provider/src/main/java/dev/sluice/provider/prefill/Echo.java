package dev.sluice.provider.prefill;

/// Takes a beginning out of a text that repeats it: some providers put what was given in front of
/// what they write. Text that looks like that for a while is kept back until it shows.
///
/// Limitations: a beginning that is short, or one unit again and again, may well be what an answer
/// goes on with, so that it is not taken out; a longer one that the answer does repeat is.
final class Echo {
  /// A shorter beginning is not taken out.
  private static final int LEAST = 16;

  /// A longer one is not looked at for units.
  private static final int MOST = 4096;

  private final String given;
  private int matched;
  private boolean over;

  Echo(String given) {
    this.given = given;
    this.over = given.length() < LEAST || (given.length() <= MOST && repeats(given));
  }

  /// Whether it is a shorter unit again and again, of which the last may be a part: half of it or
  /// more is both its beginning and its end (the prefix function of Knuth, Morris and Pratt).
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

  /// What of the text so far can be told behind `more`.
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

  /// What was kept back, when no more text can come.
  String end() {
    String kept = over ? "" : given.substring(0, matched);
    over = true;
    return kept;
  }
}
