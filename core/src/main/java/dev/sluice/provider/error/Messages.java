package dev.sluice.provider.error;

import java.util.regex.Pattern;

/// Makes a provider's words fit to be shown and logged: one line, bounded, no markup, and nothing
/// that looks like a key or an account.
final class Messages {
  private static final int LENGTH_MAX = 300;
  private static final Pattern SECRET =
      Pattern.compile("\\b(?:sk|org|proj|key|gsk|AIza)[-_]?[A-Za-z0-9*_-]{12,}");
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Z}\\s]+");

  private Messages() {}

  /// `text` made fit; `otherwise` when there is nothing fit in it.
  static String clean(String text, String otherwise) {
    String begin = text.substring(0, Math.min(text.length(), 4 * LENGTH_MAX));
    String line = UNPRINTABLE.matcher(begin).replaceAll(" ").strip();
    if (line.isEmpty() || line.startsWith("<")) {
      return otherwise;
    }
    String safe = SECRET.matcher(line).replaceAll("***");
    return safe.length() <= LENGTH_MAX ? safe : safe.substring(0, LENGTH_MAX) + "...";
  }
}
