package dev.sluice.server.log;

import java.time.Instant;
import java.util.List;

/// One line of the log, a JSON object. Confined to the thread that makes it up.
final class Line {
  private static final int LONGEST = 128;

  private final LineBuffer out;

  /// Begins with the time, as ISO 8601 has it, and the identifier.
  Line(LineBuffer out, Timestamps stamp, Instant time, String id) {
    this.out = stamp.add(time, out.ascii("{\"time\":\"")).ascii("\"");
    text("id", id);
  }

  /// Adds a text, escaped, and cut when it is long: some are the client's own.
  Line text(String name, String value) {
    name(name).quoted(value.length() > LONGEST ? value.substring(0, LONGEST) : value);
    return this;
  }

  /// Adds a number.
  Line number(String name, long value) {
    name(name).number(value);
    return this;
  }

  /// Adds a truth.
  Line flag(String name, boolean value) {
    name(name).ascii(Boolean.toString(value));
    return this;
  }

  /// Adds short texts that need no escape.
  Line texts(String name, List<String> values) {
    LineBuffer list = name(name);
    for (int i = 0; i < values.size(); i++) {
      list.ascii(i == 0 ? "[" : ",").quoted(values.get(i));
    }
    list.ascii("]");
    return this;
  }

  /// The line is whole.
  void end() {
    out.ascii("}\n");
  }

  private LineBuffer name(String name) {
    return out.ascii(",\"").ascii(name).ascii("\":");
  }
}
