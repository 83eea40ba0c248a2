package dev.sluice.config.value;

import dev.sluice.config.ConfigNames;

/// The name of a provider, a route, a team or an inbound key: it appears in headers, metrics and
/// log lines, and in front of a slash. A wrong one is not shown: it may be a misplaced key.
public final class PlainName implements HiddenType<String> {
  /// The form of a name, in words for messages.
  public static final String MUST = ConfigNames.PLAIN;

  /// Whether `text` is a plain name.
  public static boolean is(String text) {
    return ConfigNames.isPlain(text);
  }

  @Override
  public String read(String text) throws ConfigProblem {
    if (!is(text)) {
      throw new ConfigProblem("must be " + MUST);
    }
    return text;
  }
}
