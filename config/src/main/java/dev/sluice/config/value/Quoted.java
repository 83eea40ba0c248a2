package dev.sluice.config.value;

import dev.sluice.call.text.Printable;

/// The form of a text from a file in messages: in quotes, on one line, not too long.
public final class Quoted {
  private static final int MAX = 60;

  private Quoted() {}

  public static String of(String text) {
    StringBuilder shown = new StringBuilder("'");
    text.codePoints()
        .limit(MAX)
        .map(c -> Printable.is(c) ? c : '\uFFFD')
        .forEach(shown::appendCodePoint);
    if (text.codePointCount(0, text.length()) > MAX) {
      shown.append("...");
    }
    return shown.append('\'').toString();
  }
}
