package dev.sluice.config.provider;

import java.util.Locale;

/// A pattern for names of headers: one name, or all names that begin (`x-mine-*`) or end (`*-beta`)
/// alike; with a `!` in front the pattern says that they do not pass. Case does not matter.
/// Immutable.
///
/// @param form the part of a name that is matched
/// @param text that part, in lower case
/// @param excludes whether what it matches does not pass
public record HeaderPattern(Form form, String text, boolean excludes) {

  /// The part of a name that a pattern matches.
  public enum Form {
    WHOLE,
    BEGINNING,
    END
  }

  private static final int LONGEST = 64;

  /// Reads a pattern.
  ///
  /// @throws IllegalArgumentException if `text` is no pattern; the message says what one is
  public static HeaderPattern of(String text) {
    boolean excludes = text.startsWith("!");
    String name = excludes ? text.substring(1) : text;
    Form form = name.endsWith("*") ? Form.BEGINNING : name.startsWith("*") ? Form.END : Form.WHOLE;
    String part =
        switch (form) {
          case WHOLE -> name;
          case BEGINNING -> name.substring(0, name.length() - 1);
          case END -> name.substring(1);
        };
    if (part.isEmpty() || part.length() > LONGEST || !part.chars().allMatch(HeaderPattern::fits)) {
      throw new IllegalArgumentException(
          "must be a header's name of letters, digits, - and _, at most "
              + LONGEST
              + " of them, with a * at its beginning or end for all names alike");
    }
    return new HeaderPattern(form, part.toLowerCase(Locale.ROOT), excludes);
  }

  private static boolean fits(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  /// Whether this pattern matches `name`.
  public boolean matches(CharSequence name) {
    int from = form == Form.END ? name.length() - text.length() : 0;
    if (from < 0 || (form == Form.WHOLE && name.length() != text.length())) {
      return false;
    }
    if (name.length() < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (lower(name.charAt(from + i)) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// Whether this pattern matches every name that `other` matches.
  public boolean covers(HeaderPattern other) {
    return switch (form) {
      case WHOLE -> other.form == Form.WHOLE && other.text.equals(text);
      case BEGINNING -> other.form != Form.END && other.text.startsWith(text);
      case END -> other.form != Form.BEGINNING && other.text.endsWith(text);
    };
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }
}
