package dev.sluice.internal.provider.error.text;

import java.util.regex.Pattern;

/// Makes a provider's words fit to be shown: bounded, in its own lines, without markup or control
/// characters, and without anything that looks like a key or an account.
public final class Messages {
  private static final int LENGTH_MAX = 2_000;

  /// In JSON, the letter of an escape may stand right before one.
  private static final Pattern SECRET =
      Pattern.compile(
          "(?:\\b|(?<=\\\\[nrtbf]))(?:(?:(?:sk|org|proj|key)-|(?:org|proj|gsk)_|AIza)[A-Za-z0-9*_-]{12,}"
              + "|user_[A-Za-z0-9]{27}\\b)");

  private static final Pattern LINE_END = Pattern.compile("\\R");
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}&&[^\\n\\t]]+");

  private Messages() {}

  /// `text` made fit; `otherwise` when there is nothing fit in it.
  public static String clean(String text, String otherwise) {
    String begin = text.substring(0, Math.min(text.length(), 4 * LENGTH_MAX));
    String lines = LINE_END.matcher(begin).replaceAll("\n");
    String shown = UNPRINTABLE.matcher(lines).replaceAll(" ").strip();
    if (shown.isEmpty() || shown.startsWith("<")) {
      return otherwise;
    }
    String safe = withoutKeys(shown);
    return safe.length() <= LENGTH_MAX ? safe : safe.substring(0, LENGTH_MAX) + "...";
  }

  /// `text` without what looks like a key or an account.
  static String withoutKeys(String text) {
    return SECRET.matcher(text).replaceAll("***");
  }
}
