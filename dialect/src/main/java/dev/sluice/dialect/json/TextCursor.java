package dev.sluice.dialect.json;

import dev.sluice.dialect.json.JsonReader.NotJsonException;

/// A cursor over a JSON text in UTF-8, which passes over values and checks them (RFC 8259), and
/// builds nothing of them.
///
/// Belongs to one thread.
final class TextCursor {
  /// The value in place of a byte at the end of the text.
  static final int END = -1;

  private static final int DEPTH_MAX = 512;
  private static final int NUMBER_MAX = 1000;

  private final byte[] a;
  private final int end;
  private int offset;
  private int depth;

  /// A bit for each level: whether it is an object.
  private final long[] objects = new long[DEPTH_MAX / Long.SIZE];

  /// The string that the cursor has passed over last.
  private final StringSpan string;

  /// A cursor over the text that lies in `a` from `from` to `end`.
  TextCursor(byte[] a, int from, int end) {
    this.a = a;
    this.offset = from;
    this.end = end;
    string = new StringSpan(a, end);
  }

  /// The offset of the next byte.
  int offset() {
    return offset;
  }

  /// The string that the cursor has passed over last, until it passes over another one.
  StringSpan string() {
    return string;
  }

  /// Goes to the next byte that is no space, and returns it.
  int peek() {
    while (offset < end) {
      byte b = a[offset];
      if (!isSpace(b)) {
        return b & 0xFF;
      }
      offset++;
    }
    return END;
  }

  static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /// Passes over a byte, and spaces before it, if that byte is the next one.
  boolean passes(char expected) {
    boolean there = peek() == expected;
    offset += there ? 1 : 0;
    return there;
  }

  private void expect(char expected) throws NotJsonException {
    if (!passes(expected)) {
      throw unexpected("'" + expected + "'");
    }
  }

  /// Enters the object or array at whose bracket the cursor is.
  ///
  /// @return whether there is a value in it; if not, the cursor has left it again
  boolean enters() throws NotJsonException {
    if (depth == DEPTH_MAX) {
      throw flaw("more than " + DEPTH_MAX + " levels");
    }
    boolean object = a[offset++] == '{';
    long bit = 1L << depth;
    int word = depth / Long.SIZE;
    objects[word] = object ? objects[word] | bit : objects[word] & ~bit;
    if (passes(close(object))) {
      return false;
    }
    depth++;
    return true;
  }

  /// Passes over the comma to the next value of the current object or array, or leaves that.
  ///
  /// @return whether there is another value
  boolean another() throws NotJsonException {
    if (passes(',')) {
      return true;
    }
    expect(close(inObject()));
    depth--;
    return false;
  }

  private static char close(boolean object) {
    return object ? '}' : ']';
  }

  private boolean inObject() {
    return (objects[(depth - 1) / Long.SIZE] & (1L << (depth - 1))) != 0;
  }

  /// Passes over the name of a property and its colon.
  void name() throws NotJsonException {
    if (peek() != '"') {
      throw unexpected("a name");
    }
    quoted();
    expect(':');
  }

  /// Passes over the string at whose quote the cursor is.
  void quoted() throws NotJsonException {
    offset = string.read(offset + 1);
    if (offset < 0) {
      throw new NotJsonException(string.flaw());
    }
  }

  /// Passes over one value.
  void skip() throws NotJsonException {
    int outside = depth;
    do {
      begin();
    } while (depth > outside && goesOn(outside));
  }

  /// Enters as many objects and arrays as begin at the cursor, and passes over the first value in
  /// them.
  private void begin() throws NotJsonException {
    int first = peek();
    while (first == '{' || first == '[') {
      if (!enters()) {
        return;
      }
      if (first == '{') {
        name();
      }
      first = peek();
    }
    scalar(first);
  }

  private boolean goesOn(int outside) throws NotJsonException {
    while (depth > outside) {
      if (another()) {
        if (inObject()) {
          name();
        }
        return true;
      }
    }
    return false;
  }

  /// Passes over a value that is no object and no array, and that begins with `first`.
  void scalar(int first) throws NotJsonException {
    switch (first) {
      case '"' -> quoted();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw unexpected("a value");
    }
  }

  private void word(String word) throws NotJsonException {
    int length = word.length();
    boolean same = end - offset >= length;
    for (int i = 0; same && i < length; i++) {
      same = a[offset + i] == word.charAt(i);
    }
    if (!same) {
      throw unexpected("a value");
    }
    offset += length;
  }

  private void number() throws NotJsonException {
    int from = offset;
    offset += a[offset] == '-' ? 1 : 0;
    if (offset < end && a[offset] == '0') {
      offset++;
    } else {
      digits();
    }
    if (offset < end && a[offset] == '.') {
      offset++;
      digits();
    }
    if (offset < end && (a[offset] | 0x20) == 'e') {
      offset++;
      offset += offset < end && (a[offset] == '+' || a[offset] == '-') ? 1 : 0;
      digits();
    }
    if (offset - from > NUMBER_MAX) {
      throw flaw("a number of more than 1,000 digits");
    }
  }

  private void digits() throws NotJsonException {
    int from = offset;
    while (offset < end && a[offset] >= '0' && a[offset] <= '9') {
      offset++;
    }
    if (offset == from) {
      throw unexpected("a digit");
    }
  }

  /// The failure of a text in which something else stands at the cursor.
  NotJsonException unexpected(String expected) {
    return flaw(offset < end ? expected + " is missing" : "it ends in the middle of a value");
  }

  private NotJsonException flaw(String what) {
    return new NotJsonException(what + " at byte " + offset);
  }
}
