package dev.sluice.internal.provider.error.text;

import java.util.regex.Pattern;

/// Makes a provider's words fit to be shown, once [Redaction] has been over them: bounded, in their
/// own lines, without markup or control characters.
public final class Messages {
  private static final int LENGTH_MAX = 2_000;

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
    return shown.length() <= LENGTH_MAX ? shown : shown.substring(0, LENGTH_MAX) + "...";
  }
}
