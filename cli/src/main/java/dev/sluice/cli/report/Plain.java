package dev.sluice.cli.report;

import dev.sluice.call.text.Printable;

/// Text of others, made fit for a terminal and a document.
final class Plain {
  private static final int LONGEST = 400;

  private Plain() {}

  /// Returns `text` as one line of bounded length, without what a terminal would act on.
  static String line(String text) {
    String plain = Printable.line(text.strip(), ' ');
    return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "..." : plain;
  }

  /// Returns `text` escaped for HTML.
  static String html(String text) {
    return line(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /// `text` within a cell of a Markdown table.
  static String markdown(String text) {
    return line(text).replaceAll("([\\\\`*_\\[\\]<>|])", "\\\\$1");
  }
}
