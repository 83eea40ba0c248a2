package dev.sluice.accounts.terms;

/// The matching of names by a pattern in which `*` stands for any characters, none included.
final class NamePattern {
  private NamePattern() {}

  /// Whether a name matches a pattern. The time is bounded by the product of both lengths: on a
  /// mismatch only the last star is tried further on.
  static boolean matches(String pattern, String name) {
    int p = 0;
    int star = -1;
    int resume = 0;
    int n = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    return pattern.substring(p).chars().allMatch(c -> c == '*');
  }
}
