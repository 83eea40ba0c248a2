package dev.sluice.server.config;

import java.util.regex.Pattern;

/// What a provider or a route may be called: the name appears in headers, metrics and log lines,
/// and in front of a slash.
final class Name {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private Name() {}

  static void check(String name, Section in) {
    if (!FORM.matcher(name).matches()) {
      in.fail("must have a name of 1 to 64 letters, digits, dots, dashes and underscores");
    }
  }
}
