package dev.sluice.internal.provider.prefill;

/// Takes a beginning out of a text that repeats it: some providers put what was given in front of
/// what they write. Text that looks like that for a while is kept back until it shows.
final class Echo {
  private final String given;
  private int matched;
  private boolean over;

  Echo(String given) {
    this.given = given;
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
