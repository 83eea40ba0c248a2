package dev.sluice.server.log;

import java.time.Instant;
import java.util.List;

/// One line of the call log: a JSON object, or `name=value` pairs for people. Confined to the
/// thread that makes it up.
final class Line {
  /// The form of a line.
  enum Form {
    JSON("{\"time\":\"", "\"", ",\"", "\":", "}\n"),
    TEXT("", "", " ", "=", "\n");

    private final String begin;
    private final String behindTime;
    private final String before;
    private final String behind;
    private final String end;

    Form(String begin, String behindTime, String before, String behind, String end) {
      this.begin = begin;
      this.behindTime = behindTime;
      this.before = before;
      this.behind = behind;
      this.end = end;
    }
  }

  private static final int LONGEST = 128;
  private static final int LONGEST_SENTENCE = 512;

  private final LineBuffer out;
  private final Form form;

  /// Begins with the time, as ISO 8601 has it, and the identifier.
  Line(LineBuffer out, Form form, Timestamps stamp, Instant time, String id) {
    this.form = form;
    this.out = stamp.add(time, out.ascii(form.begin)).ascii(form.behindTime);
    text("id", id);
  }

  /// Adds a text, escaped, and cut when it is long: some texts are the client's own.
  Line text(String name, String value) {
    return text(name, value, LONGEST);
  }

  /// Adds a text unless it is empty.
  Line some(String name, String value) {
    return value.isEmpty() ? this : text(name, value);
  }

  /// Adds a sentence unless it is empty.
  Line sentence(String name, String value) {
    return value.isEmpty() ? this : text(name, value, LONGEST_SENTENCE);
  }

  /// Adds a number.
  Line number(String name, long value) {
    name(name).number(value);
    return this;
  }

  /// Adds a number in decimal digits: `0.0125`.
  Line decimal(String name, String digits) {
    name(name).ascii(digits);
    return this;
  }

  /// Adds `true` or `false`.
  Line flag(String name, boolean value) {
    name(name).ascii(Boolean.toString(value));
    return this;
  }

  /// Adds a list of short texts.
  Line texts(String name, List<String> values) {
    LineBuffer list = name(name);
    for (int i = 0; i < values.size(); i++) {
      list.ascii(i == 0 ? "[" : ",").quoted(values.get(i));
    }
    list.ascii("]");
    return this;
  }

  /// Ends the line.
  void end() {
    out.ascii(form.end);
  }

  private Line text(String name, String value, int longest) {
    String shown = value.length() > longest ? value.substring(0, longest) : value;
    LineBuffer to = name(name);
    if (form == Form.TEXT && isWord(shown)) {
      to.ascii(shown);
    } else {
      to.quoted(shown);
    }
    return this;
  }

  /// Whether a text needs no quotes in a line for people.
  private static boolean isWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~' || c == '"' || c == '\\' || c == '=') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private LineBuffer name(String name) {
    return out.ascii(form.before, name, form.behind);
  }
}
