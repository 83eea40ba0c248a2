package dev.sluice.server.tls;

import java.util.Locale;
import java.util.regex.Pattern;

/// The names of hosts in certificates, where `*` stands for the first label (RFC 9525).
final class HostNames {
  private static final String ANY = "*.";
  private static final int LONGEST = 253;

  /// The form of a name: labels of letters, digits, dashes and underscores.
  private static final Pattern FORM =
      Pattern.compile("(?:\\*\\.)?[a-z0-9_-]{1,63}(?:\\.[a-z0-9_-]{1,63})*");

  private HostNames() {}

  /// Whether a text is a name, or one with `*` for its first label.
  static boolean isName(String text) {
    return text.length() <= LONGEST && FORM.matcher(plain(text)).matches();
  }

  /// A name as names are compared: in lower case, without a dot at its end.
  static String plain(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    return small.endsWith(".") ? small.substring(0, small.length() - 1) : small;
  }

  /// The name that stands for all that differ from this one in the first label alone; empty for
  /// none.
  static String wildcard(String name) {
    int dot = name.indexOf('.');
    return dot <= 0 ? "" : "*" + name.substring(dot);
  }

  /// Whether a certificate with a name is good for another one.
  static boolean covers(String name, String other) {
    return name.equals(other) || (name.startsWith(ANY) && name.equals(wildcard(other)));
  }
}
