package dev.sluice.dialect.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A writer of JSON, in the order of its calls, with no spaces. Half a surrogate pair, which a
/// provider's stream may hold because its parts are cut there, is written as an escape.
///
/// Belongs to one thread.
public final class JsonOutput {
  private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);
  private static final int INITIAL = 512;
  private static final int RUN = 256;

  /// The largest buffer that a writer keeps for another use, in bytes, since no meter counts what
  /// it keeps.
  private static final int KEPT = 4 * 1024;

  private static final byte[] NOTHING = {};

  /// The most bytes of one character: `\` `u` and four digits.
  private static final int CHAR_MAX = 6;

  /// The length of the longest array of the JVM.
  private static final int LENGTH_MAX = Integer.MAX_VALUE - 8;

  private static final int ASCII = 0x80;
  private static final int TWO_BYTES = 0x800;

  private final HeapMeter meter;
  private byte[] bytes;
  private int size;

  /// Whether a comma is due before the next value or name.
  private boolean comma;

  /// A writer of little, whose heap no meter counts.
  public JsonOutput() {
    this(HeapMeter.unbounded());
  }

  /// @param meter the meter of the writer's heap
  public JsonOutput(HeapMeter meter) {
    this(INITIAL, meter);
  }

  /// @param expected about how many bytes will be written; more may be
  public JsonOutput(int expected, HeapMeter meter) {
    this.meter = meter;
    int room = Math.max(expected, INITIAL);
    meter.add(HeapMeter.array(room));
    bytes = new byte[room];
  }

  /// The meter of the writer's heap.
  public HeapMeter meter() {
    return meter;
  }

  public JsonOutput open(char bracket) {
    separate();
    comma = false;
    return put(bracket);
  }

  public JsonOutput close(char bracket) {
    comma = true;
    return put(bracket);
  }

  /// Writes the name of the next value; of ASCII letters that need no escape.
  public JsonOutput name(String name) {
    separate();
    put('"');
    ascii(name);
    put('"');
    put(':');
    comma = false;
    return this;
  }

  /// Writes the name of the next value, whatever characters it has.
  public JsonOutput quotedName(String name) {
    string(name);
    put(':');
    comma = false;
    return this;
  }

  public JsonOutput string(String text) {
    separate();
    put('"');
    characters(text, true);
    comma = true;
    return put('"');
  }

  /// Writes one string that joins several texts, without building it.
  ///
  /// @param joint the text between two of them
  public JsonOutput joined(List<String> texts, String joint) {
    separate();
    put('"');
    for (int i = 0; i < texts.size(); i++) {
      characters(i == 0 ? "" : joint, true);
      characters(texts.get(i), true);
    }
    comma = true;
    return put('"');
  }

  public JsonOutput number(long value) {
    return raw(Long.toString(value));
  }

  public JsonOutput bool(boolean value) {
    return raw(value ? "true" : "false");
  }

  public JsonOutput nothing() {
    return raw("null");
  }

  public JsonOutput raw(RawJson value) {
    return raw(value.text());
  }

  /// Writes a value of a tree, in the form of [JsonNode#raw].
  public JsonOutput raw(JsonNode value) {
    return value.is(JsonKind.STRING)
        ? string(value.text())
        : raw(value.source(), value.start(), value.end());
  }

  public JsonOutput field(String name, String text) {
    return name(name).string(text);
  }

  public JsonOutput field(String name, long value) {
    return name(name).number(value);
  }

  public JsonOutput field(String name, RawJson value) {
    return name(name).raw(value);
  }

  /// Writes a value that stands in `source` from `from` to `to`.
  public JsonOutput raw(byte[] source, int from, int to) {
    separate();
    comma = true;
    ensure(to - from);
    System.arraycopy(source, from, bytes, size, to - from);
    size += to - from;
    return this;
  }

  /// Writes a text, or `null` where there is none.
  public JsonOutput nullable(String name, @Nullable String text) {
    return text == null ? name(name).nothing() : field(name, text);
  }

  /// Writes text that is no part of a JSON value, such as the lines around an event.
  public JsonOutput plain(String ascii) {
    ascii(ascii);
    comma = false;
    return this;
  }

  /// Writes the beginning of a JSON text, up to where a value is due.
  public JsonOutput verbatim(String json) {
    comma = false;
    raw(json);
    comma = false;
    return this;
  }

  /// A copy of what has been written.
  public byte[] bytes() {
    meter.add(HeapMeter.array(size));
    return Arrays.copyOf(bytes, size);
  }

  /// Returns what has been written, as a string. Nothing more can be written.
  public String text() {
    String text = meter.decoded(bytes, 0, size);
    meter.back(meter.built() - HeapMeter.array(bytes.length));
    bytes = NOTHING;
    return text;
  }

  /// Returns what has been written, and forgets it.
  public byte[] take() {
    byte[] taken = bytes();
    size = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[INITIAL];
    }
    comma = false;
    return taken;
  }

  private JsonOutput raw(String json) {
    separate();
    comma = true;
    characters(json, false);
    return this;
  }

  private void separate() {
    if (comma) {
      put(',');
    }
  }

  private JsonOutput put(char ascii) {
    ensure(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  private void ascii(String text) {
    int length = text.length();
    ensure(length);
    for (int i = 0; i < length; i++) {
      bytes[size++] = (byte) text.charAt(i);
    }
  }

  /// Writes characters.
  ///
  /// @param quoted whether the characters stand in a string, where some are escaped
  private void characters(String text, boolean quoted) {
    int length = text.length();
    int i = 0;
    while (i < length) {
      ensure((RUN + 1) * CHAR_MAX);
      for (int to = Math.min(length, i + RUN); i < to; i++) {
        char c = text.charAt(i);
        if (c < ASCII && !(quoted && isEscaped(c))) {
          bytes[size++] = (byte) c;
        } else {
          i += special(text, i, c);
        }
      }
    }
  }

  private static boolean isEscaped(char c) {
    return c < ' ' || c == '"' || c == '\\';
  }

  private static boolean isPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }

  /// Writes a character that needs an escape or several bytes.
  ///
  /// @return the number of further characters that were taken
  private int special(String text, int i, char c) {
    if (c < ASCII) {
      escape(c);
    } else if (c < TWO_BYTES) {
      bytes[size++] = (byte) (0xC0 | (c >> 6));
      bytes[size++] = (byte) (0x80 | (c & 0x3F));
    } else if (isPair(text, i)) {
      fourBytes(Character.toCodePoint(c, text.charAt(i + 1)));
      return 1;
    } else if (Character.isSurrogate(c)) {
      hex(c);
    } else {
      bytes[size++] = (byte) (0xE0 | (c >> 12));
      bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
      bytes[size++] = (byte) (0x80 | (c & 0x3F));
    }
    return 0;
  }

  private void fourBytes(int point) {
    bytes[size++] = (byte) (0xF0 | (point >> 18));
    bytes[size++] = (byte) (0x80 | ((point >> 12) & 0x3F));
    bytes[size++] = (byte) (0x80 | ((point >> 6) & 0x3F));
    bytes[size++] = (byte) (0x80 | (point & 0x3F));
  }

  private void escape(char c) {
    int letter =
        switch (c) {
          case '"', '\\' -> c;
          case '\n' -> 'n';
          case '\r' -> 'r';
          case '\t' -> 't';
          case '\b' -> 'b';
          case '\f' -> 'f';
          default -> 0;
        };
    if (letter == 0) {
      if (c < ' ') {
        hex(c);
      } else {
        bytes[size++] = (byte) c;
      }
      return;
    }
    bytes[size++] = '\\';
    bytes[size++] = (byte) letter;
  }

  private void hex(char c) {
    bytes[size++] = '\\';
    bytes[size++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[size++] = HEX[(c >> shift) & 0xF];
    }
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      int room = (int) Math.min(Math.max(2L * bytes.length, (long) size + more), LENGTH_MAX);
      long before = HeapMeter.array(bytes.length);
      meter.add(HeapMeter.array(room));
      bytes = Arrays.copyOf(bytes, room);
      meter.back(meter.built() - before);
    }
  }
}
