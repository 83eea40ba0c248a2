package dev.sluice.server.log;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/// One line of the log, a JSON object. Confined to the thread that makes it up.
final class Line {
  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();
  private static final int LONGEST = 128;

  private final StringBuilder out;

  /// Begins with the time, as ISO 8601 has it, and the identifier.
  Line(StringBuilder out, String time, String id) {
    this.out = out.append("{\"time\":\"").append(time).append('"');
    text("id", id);
  }

  /// Adds a text, escaped, and cut when it is long: some are the client's own.
  Line text(String name, String value) {
    name(name).append('"');
    ENCODER.quoteAsString(value.length() > LONGEST ? value.substring(0, LONGEST) : value, out);
    out.append('"');
    return this;
  }

  /// Adds a number.
  Line number(String name, long value) {
    name(name).append(value);
    return this;
  }

  /// Adds a truth.
  Line flag(String name, boolean value) {
    name(name).append(value);
    return this;
  }

  /// The line is whole.
  void end() {
    out.append('}');
  }

  private StringBuilder name(String name) {
    return out.append(",\"").append(name).append("\":");
  }
}
