package dev.sluice.provider.assemble;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.provider.json.Delimiters;

/// Goes over one JSON text whose structure is known to be right, value by value. Confined to one
/// thread.
final class Cursor {
  private static final int INDEX_DIGITS = 6;

  private final byte[] a;
  private int at;

  /// Over the text that begins in `a` at `from`.
  Cursor(byte[] a, int from) {
    this.a = a;
    this.at = from;
  }

  byte[] array() {
    return a;
  }

  /// The first byte of the next value, which is where the cursor stands then.
  byte peek() {
    while (a[at] == ' ' || a[at] == '\n' || a[at] == '\r' || a[at] == '\t') {
      at++;
    }
    return a[at];
  }

  /// Where the cursor stands.
  int position() {
    return at;
  }

  /// Steps into the array or object at hand.
  void open() {
    peek();
    at++;
  }

  /// Whether there is one more element or member, which is next; else steps out.
  boolean more(char close) {
    byte next = peek();
    if (next == close) {
      at++;
      return false;
    }
    if (next == ',') {
      at++;
      peek();
    }
    return true;
  }

  /// The name of the member at hand, as it is escaped; its value is next.
  String name() {
    peek();
    int from = at + 1;
    string();
    String name = new String(a, from, at - 1 - from, UTF_8);
    peek();
    at++;
    return name;
  }

  /// Steps over the value at hand; the cursor stands just behind it.
  void skip() {
    switch (peek()) {
      case '"' -> string();
      case '{', '[' -> nested();
      default -> scalar();
    }
  }

  private void string() {
    at++;
    while (true) {
      at = Delimiters.quoteOrBackslash(a, at, a.length);
      if (a[at] == '"') {
        at++;
        return;
      }
      at += 2;
    }
  }

  private void nested() {
    int depth = 0;
    do {
      switch (a[at]) {
        case '"' -> string();
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          depth--;
          at++;
        }
        default -> at++;
      }
    } while (depth > 0);
  }

  private void scalar() {
    while (!Delimiters.ends(a[at])) {
      at++;
    }
  }

  /// The `index` of the object at hand, which stays at hand; -1 when it has none that can be used.
  int index() {
    int begin = at;
    int index = -1;
    open();
    while (index < 0 && more('}')) {
      boolean named = name().equals("index");
      int from = positionOfValue();
      skip();
      if (named) {
        index = number(from, at);
      }
    }
    at = begin;
    return index;
  }

  private int positionOfValue() {
    peek();
    return at;
  }

  private int number(int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      if (a[i] < '0' || a[i] > '9' || to - from > INDEX_DIGITS) {
        return -1;
      }
      number = number * 10 + a[i] - '0';
    }
    return number;
  }
}
