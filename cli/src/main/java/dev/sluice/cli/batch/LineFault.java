package dev.sluice.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// What is wrong with a line of a batch's input.
///
/// @param line its number, from 1 on; 0 where it is none of a line
record LineFault(long line, String code, String message) {
  private static final int SHOWN = 10;

  /// All that a batch tells.
  static List<LineFault> of(JsonNode batch) {
    List<LineFault> faults = new ArrayList<>();
    for (JsonNode one : batch.path("errors").path("data")) {
      faults.add(
          new LineFault(
              one.path("line").asLong(0),
              ApiWords.line(one.path("code").asText("")),
              ApiWords.line(one.path("message").asText(""))));
    }
    return faults;
  }

  private String words() {
    String what = code.isEmpty() ? message : code + ": " + message;
    return line == 0 ? what : "line %d: %s".formatted(line, what);
  }

  /// The first ten, and how many more there are.
  static List<String> lines(List<LineFault> faults) {
    List<String> lines = new ArrayList<>();
    faults.stream().limit(SHOWN).forEach(fault -> lines.add("  " + fault.words()));
    if (faults.size() > SHOWN) {
      lines.add("  and %d more".formatted(faults.size() - SHOWN));
    }
    return lines;
  }
}
