package dev.sluice.provider.error;

import java.util.regex.Pattern;

/// Makes a provider's words fit to be shown, once [Redaction] has been over them: bounded, in their
/// own lines, without markup or control characters.
final class MessageSanitizer {
  private static final int LENGTH_MAX = 2_000;

  /// The most characters that are looked at: those that are no text leave fewer.
  private static final int READ_MAX = 4 * LENGTH_MAX;

  private static final Pattern LINE_END = Pattern.compile("\\R");
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}&&[^\\n\\t]]+");

  private MessageSanitizer() {}

  /// Returns the beginning of `text` that can be shown at all.
  public static String bounded(String text) {
    return text.substring(0, Math.min(text.length(), READ_MAX));
  }

  /// Returns `text` made fit to be shown; `otherwise` when nothing of it is.
  public static String clean(String text, String otherwise) {
    String lines = LINE_END.matcher(bounded(text)).replaceAll("\n");
    String shown = UNPRINTABLE.matcher(lines).replaceAll(" ").strip();
    if (shown.isEmpty() || shown.startsWith("<")) {
      return otherwise;
    }
    return shown.length() <= LENGTH_MAX ? shown : shown.substring(0, LENGTH_MAX) + "...";
  }
}
