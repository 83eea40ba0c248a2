package dev.sluice.batches;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import dev.sluice.dialect.json.JsonUtf8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The validation of an input: each line is read once, and all that is wrong is told with the
/// number of its line, up to a hundred faults. No line and no name of one is kept. For one thread.
final class Lines implements LineScanner.Listener {
  /// So many faults are told, and no more are looked for.
  static final int MOST_ERRORS = 100;

  /// So many properties of a line and its body are built, which are some dozens. What stands in
  /// them is passed over, and the call reads it by its own bounds.
  private static final int MOST_PROPERTIES = 10_000;

  private final LineRules rules;
  private final LineIndex index = new LineIndex();
  private final List<LineError> errors = new ArrayList<>();
  private final LineFaults faults;
  private final LineIds ids = new LineIds();

  private Lines(LineRules rules) {
    this.rules = rules;
    this.faults = new LineFaults(rules);
  }

  /// What was found.
  ///
  /// @param errors empty where all is in order
  record Checked(LineIndex index, List<LineError> errors) {}

  /// Validates an input.
  ///
  /// @throws IOException if it cannot be read
  static Checked check(BatchInput input, LineRules rules) throws IOException, InterruptedException {
    var lines = new Lines(rules);
    new LineScanner(input, rules.largest()).scan(lines);
    if (lines.index.count() == 0 && lines.errors.isEmpty()) {
      lines.errors.add(
          new LineError("empty_file", 0, "", "The input file has no lines: write a call in each."));
    }
    return new Checked(lines.index, lines.errors);
  }

  /// Finds the lines of an input that was validated.
  ///
  /// @throws IOException if it cannot be read
  static LineIndex index(BatchInput input) throws IOException, InterruptedException {
    var index = new LineIndex();
    new LineScanner(input, Integer.MAX_VALUE - 64)
        .scan(
            new LineScanner.Listener() {
              @Override
              public boolean line(int number, long offset, byte[] bytes, int from, int to) {
                index.add(offset, to - from);
                return true;
              }

              @Override
              public boolean tooLong(int number, long offset, long length) {
                return true;
              }
            });
    return index;
  }

  @Override
  public boolean tooLong(int number, long offset, long length) {
    return fault(
        new LineError(
            "line_too_long",
            number,
            "",
            "This line has %d bytes; at most %d are taken (%s): make its body shorter."
                .formatted(length, rules.largest(), bound())));
  }

  /// The name of the bound of a line's length.
  private String bound() {
    return rules.largest() < LineRules.LONGEST ? "server.max_body" : "which no setting changes";
  }

  @Override
  public boolean line(int number, long offset, byte[] bytes, int from, int to)
      throws InterruptedException {
    if (index.count() == rules.mostLines()) {
      errors.add(tooMany(number));
      return false;
    }
    LineError error = error(number, bytes, from, to);
    index.add(offset, to - from);
    return error == null || fault(error);
  }

  private LineError tooMany(int number) {
    return new LineError(
        "too_many_lines",
        number,
        "",
        "The input file has more than %d lines (batches.lines): make several batches of it."
            .formatted(rules.mostLines()));
  }

  private @Nullable LineError error(int number, byte[] bytes, int from, int to)
      throws InterruptedException {
    if (JsonUtf8.firstInvalid(bytes, from, to) >= 0) {
      return new LineError("invalid_utf8", number, "", "This line is not UTF-8.");
    }
    if (LineProperties.count(bytes, from, to) > MOST_PROPERTIES) {
      return new LineError(
          "too_many_properties",
          number,
          "",
          "This line and its body have more than %d properties.".formatted(MOST_PROPERTIES));
    }
    try {
      JsonNode line = Line.READER.read(bytes, from, to, HeapMeter.unbounded());
      LineError fault = faults.of(line, number);
      return fault != null ? fault : ids.fault(line.string(Line.CUSTOM_ID, ""), number);
    } catch (NotJsonException e) {
      return LineFaults.notJson(number, e.getMessage());
    }
  }

  private boolean fault(LineError error) {
    errors.add(error);
    return errors.size() < MOST_ERRORS;
  }
}
