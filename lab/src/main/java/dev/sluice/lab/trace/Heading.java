package dev.sluice.lab.trace;

import java.util.Arrays;
import java.util.List;

/// The positions of the columns that are read; others are passed over.
///
/// @param width how many columns a row has
record Heading(int time, int input, int output, int width) {
  static final String TIME = "TIMESTAMP";
  static final String INPUT = "ContextTokens";
  static final String OUTPUT = "GeneratedTokens";

  /// The heading in a file's first line, which is its `number`th.
  static Heading of(String line, String file, int number) {
    List<String> names =
        Arrays.stream(line.replace("\uFEFF", "").split(",", -1)).map(String::strip).toList();
    return new Heading(
        place(TIME, names, file + ":" + number),
        place(INPUT, names, file + ":" + number),
        place(OUTPUT, names, file + ":" + number),
        names.size());
  }

  private static int place(String name, List<String> names, String line) {
    int place = names.indexOf(name);
    if (place < 0) {
      throw new TraceException(
          "%s: there is no column %s; the first line must name %s, %s and %s"
              .formatted(line, name, TIME, INPUT, OUTPUT));
    }
    return place;
  }
}
