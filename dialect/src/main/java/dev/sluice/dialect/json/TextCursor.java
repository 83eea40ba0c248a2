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
  private int at;
  private int depth;

  /// A bit for each level: whether it is an object.
  private final long[] objects = new long[DEPTH_MAX / Long.SIZE];

  /// The string that the cursor has passed over last.
  private final StringSpan string;

  /// A cursor over the text that lies in `a` from `from` to `end`.
  TextCursor(byte[] a, int from, int end) {
    this.a = a;
    this.at = from;
    this.end = end;
    string = new StringSpan(a, end);
  }

  /// The offset of the next byte.
  int at() {
    return at;
  }

  /// The string that the cursor has passed over last, until it passes over another one.
  StringSpan string() {
    return string;
  }

  /// Goes to the next byte that is no space, and returns it.
  int peek() {
    while (at < end) {
      byte b = a[at];
      if (!isSpace(b)) {
        return b & 0xFF;
      }
      at++;
    }
    return END;
  }

  static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /// Passes over a byte, and spaces before it, if that byte is the next one.
  boolean passes(char wanted) {
    boolean there = peek() == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private void expect(char wanted) throws NotJsonException {
    if (!passes(wanted)) {
      throw unexpected("'" + wanted + "'");
    }
  }

  /// Enters the object or array at whose bracket the cursor is.
  ///
  /// @return whether there is a value in it; if not, the cursor has left it again
  boolean enters() throws NotJsonException {
    if (depth == DEPTH_MAX) {
      throw flaw("more than " + DEPTH_MAX + " levels");
    }
    boolean object = a[at++] == '{';
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
    at = string.read(at + 1);
    if (at < 0) {
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
    boolean same = end - at >= length;
    for (int i = 0; same && i < length; i++) {
      same = a[at + i] == word.charAt(i);
    }
    if (!same) {
      throw unexpected("a value");
    }
    at += length;
  }

  private void number() throws NotJsonException {
    int from = at;
    at += a[at] == '-' ? 1 : 0;
    if (at < end && a[at] == '0') {
      at++;
    } else {
      digits();
    }
    if (at < end && a[at] == '.') {
      at++;
      digits();
    }
    if (at < end && (a[at] | 0x20) == 'e') {
      at++;
      at += at < end && (a[at] == '+' || a[at] == '-') ? 1 : 0;
      digits();
    }
    if (at - from > NUMBER_MAX) {
      throw flaw("a number of more than 1,000 digits");
    }
  }

  private void digits() throws NotJsonException {
    int from = at;
    while (at < end && a[at] >= '0' && a[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw unexpected("a digit");
    }
  }

  /// The failure of a text in which something else stands at the cursor.
  NotJsonException unexpected(String wanted) {
    return flaw(at < end ? wanted + " is missing" : "it ends in the middle of a value");
  }

  private NotJsonException flaw(String what) {
    return new NotJsonException(what + " at byte " + at);
  }
}
