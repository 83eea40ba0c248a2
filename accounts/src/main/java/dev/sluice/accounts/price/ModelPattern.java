package dev.sluice.accounts.price;

/// The names of models that a price is for: a name, or one in which each `*` stands for any
/// characters, none included.
///
/// @param text as it was written
public record ModelPattern(String text) {
  private static final char ANY = '*';

  /// Whether `name` is meant. In time that the product of both lengths bounds: on a mismatch only
  /// the last star is tried further on.
  public boolean matches(String name) {
    int at = 0;
    int read = 0;
    int star = -1;
    int resume = 0;
    while (read < name.length()) {
      if (at < text.length() && text.charAt(at) == ANY) {
        star = at++;
        resume = read;
      } else if (at < text.length() && text.charAt(at) == name.charAt(read)) {
        at++;
        read++;
      } else if (star >= 0) {
        at = star + 1;
        read = ++resume;
      } else {
        return false;
      }
    }
    return text.substring(at).chars().allMatch(c -> c == ANY);
  }

  /// How closely the pattern says what is meant: of patterns that match, the one of the highest
  /// counts.
  int closeness() {
    int letters = (int) text.chars().filter(c -> c != ANY).count();
    return 2 * letters + (letters == text.length() ? 1 : 0);
  }
}
