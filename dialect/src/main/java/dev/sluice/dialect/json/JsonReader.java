package dev.sluice.dialect.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A reader of a JSON text in UTF-8 into a tree. Objects and arrays are opened where their names
/// are known; others (schemas, arguments, what no dialect knows) are checked and passed over: they
/// stay the bytes that they were written in.
///
/// Immutable and safe for any number of threads.
public final class JsonReader {
  /// The reader that opens everything, whatever the names are.
  public static final JsonReader WHOLE = new JsonReader(null);

  /// The byte order mark with which a text may begin (RFC 8259, section 8.1): it is passed over.
  private static final byte[] MARK = "\ufeff".getBytes(UTF_8);

  /// The failure of a text that is not JSON, or is beyond the bounds (512 levels, numbers of 1,000
  /// digits).
  public static final class NotJsonException extends Exception {
    private static final long serialVersionUID = 1;

    NotJsonException(String message) {
      super(message, null, false, false);
    }
  }

  private final @Nullable Set<String> opened;

  private JsonReader(@Nullable Set<String> opened) {
    this.opened = opened;
  }

  /// A reader that opens the value at the top, and in it objects and arrays of these names, with
  /// the objects and arrays that stand in such an array.
  public static JsonReader of(String... opened) {
    return new JsonReader(Set.of(opened));
  }

  /// Reads the one value that `bytes` from `from` to `to` hold.
  ///
  /// @throws HeapMeter.NoRoomException if the tree is too large
  public JsonNode read(byte[] bytes, int from, int to, HeapMeter meter) throws NotJsonException {
    var in = new TextCursor(bytes, start(bytes, from, to), to);
    return new TreeBuilder(in, opened, new JsonSource(bytes, meter)).top();
  }

  private static int start(byte[] bytes, int from, int to) {
    int end = from + MARK.length;
    return end <= to && Arrays.equals(bytes, from, end, MARK, 0, MARK.length) ? end : from;
  }

  /// Reads the one value that `bytes` hold.
  ///
  /// @throws HeapMeter.NoRoomException if the tree is too large
  public JsonNode read(byte[] bytes, HeapMeter meter) throws NotJsonException {
    return read(bytes, 0, bytes.length, meter);
  }

  /// Whether `text` is one JSON object. Builds no tree.
  ///
  /// @param meter counts the bytes that are looked at
  public static boolean isObject(String text, HeapMeter meter) {
    if (!opensObject(text)) {
      return false;
    }
    meter.passing(HeapMeter.encoded(text));
    try {
      byte[] bytes = text.getBytes(UTF_8);
      var in = new TextCursor(bytes, start(bytes, 0, bytes.length), bytes.length);
      in.skip();
      return in.peek() == TextCursor.END;
    } catch (NotJsonException e) {
      return false;
    }
  }

  /// Whether the text begins like an object. What a tool has said is seldom JSON, and an exception
  /// that says so takes longer than a look.
  private static boolean opensObject(String text) {
    int i = 0;
    while (i < text.length() && text.charAt(i) <= ' ') {
      i++;
    }
    return i < text.length() && text.charAt(i) == '{';
  }

  /// The last property of this name in a text that is an object, if the property is a string.
  /// Builds no tree.
  ///
  /// @param meter counts the bytes that are looked at, and what is found
  public static @Nullable String string(String text, String name, HeapMeter meter) {
    meter.passing(HeapMeter.encoded(text) + 2 * HeapMeter.text(text));
    byte[] bytes = text.getBytes(UTF_8);
    var in = new TextCursor(bytes, start(bytes, 0, bytes.length), bytes.length);
    try {
      String found = in.peek() == '{' && in.enters() ? last(in, name) : null;
      if (found == null || in.peek() != TextCursor.END) {
        return null;
      }
      meter.add(HeapMeter.text(found));
      return found;
    } catch (NotJsonException e) {
      return null;
    }
  }

  private static @Nullable String last(TextCursor in, String name) throws NotJsonException {
    String found = null;
    do {
      in.name();
      boolean named = in.string().text().equals(name);
      int first = in.peek();
      in.skip();
      if (named && first != 'n') {
        found = first == '"' ? in.string().text() : null;
      }
    } while (in.another());
    return found;
  }
}
