package dev.sluice.cli.demo;

import java.util.ArrayList;
import java.util.List;

/// Breaks sentences into lines. Pure functions.
final class Wrap {
  private static final String INDENT = "  ";

  private Wrap() {}

  /// The lines of a sentence, none longer than `width`; all but the first are indented.
  static List<String> lines(String sentence, int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : sentence.split(" ", -1)) {
      if (line.length() > INDENT.length() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line = new StringBuilder(INDENT);
      }
      line.append(line.isEmpty() || line.toString().equals(INDENT) ? "" : " ").append(word);
      while (line.length() > width) {
        lines.add(line.substring(0, width));
        line = new StringBuilder(INDENT).append(line, width, line.length());
      }
    }
    lines.add(line.toString());
    return lines;
  }
}
