package dev.sluice.provider.assemble;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.json.Delimiters;

/// A cursor over one JSON text whose structure is known to be right, value by value. Confined to
/// one thread.
final class ValueCursor {
  /// The value of a number that is below 0, or beyond any index.
  static final int ABSURD = Integer.MAX_VALUE;

  private static final int INDEX_DIGITS = 6;

  private final byte[] a;
  private int position;

  /// A cursor over the text that begins in `a` at `from`.
  ValueCursor(byte[] a, int from) {
    this.a = a;
    this.position = from;
  }

  byte[] array() {
    return a;
  }

  /// Moves to the first byte of the next value and returns it.
  byte peek() {
    while (a[position] == ' '
        || a[position] == '\n'
        || a[position] == '\r'
        || a[position] == '\t') {
      position++;
    }
    return a[position];
  }

  /// The cursor's position.
  int position() {
    return position;
  }

  /// Steps into the current array or object.
  void open() {
    peek();
    position++;
  }

  /// Moves to the next element or member, if there is one; else steps out of the array or object,
  /// which ends in `close`.
  boolean more(char close) {
    byte next = peek();
    if (next == close) {
      position++;
      return false;
    }
    if (next == ',') {
      position++;
      peek();
    }
    return true;
  }

  /// Reads the name of the current member, as it is escaped, and moves to its value.
  String name() {
    peek();
    int from = position + 1;
    string();
    String name = new String(a, from, position - 1 - from, UTF_8);
    peek();
    position++;
    return name;
  }

  /// Whether the current text, array or object, which ends in `close`, is empty.
  boolean empty(char close) {
    int begin = position;
    position++;
    boolean empty = (close == '"' ? a[position] : peek()) == close;
    position = begin;
    return empty;
  }

  /// Steps over the current value, to the position just behind it.
  void skip() {
    switch (peek()) {
      case '"' -> string();
      case '{', '[' -> nested();
      default -> scalar();
    }
  }

  private void string() {
    position++;
    while (true) {
      position = Delimiters.quoteOrBackslash(a, position, a.length);
      if (a[position] == '"') {
        position++;
        return;
      }
      position += 2;
    }
  }

  private void nested() {
    int depth = 0;
    do {
      switch (a[position]) {
        case '"' -> string();
        case '{', '[' -> {
          depth++;
          position++;
        }
        case '}', ']' -> {
          depth--;
          position++;
        }
        default -> position++;
      }
    } while (depth > 0);
  }

  private void scalar() {
    while (!Delimiters.ends(a[position])) {
      position++;
    }
  }

  /// Reads the member of the current object that is called `key` as a number from 0; -1 when the
  /// object has none, [#ABSURD] when the number cannot be used. The object stays current.
  int index(String key) {
    int begin = position;
    int index = -1;
    open();
    while (index < 0 && more('}')) {
      boolean named = name().equals(key);
      int from = positionOfValue();
      skip();
      if (named) {
        index = number(from, position);
      }
    }
    position = begin;
    return index;
  }

  /// Reads the current object, an element of `tool_calls`, which stays current.
  void toolCall(ToolCallEntry entry) {
    int begin = position;
    entry.clear();
    int index = index("index");
    entry.index(index == ABSURD ? -1 : index);
    members(entry);
    position = begin;
  }

  private void members(ToolCallEntry entry) {
    open();
    while (more('}')) {
      String name = name();
      byte next = peek();
      int from = position;
      if (next == '{' && (name.equals("function") || name.equals("custom"))) {
        members(entry);
        continue;
      }
      skip();
      switch (name) {
        case "id" -> entry.id(text(from));
        case "name" -> entry.name(text(from));
        case "arguments", "input" -> arguments(entry, from);
        default -> {}
      }
    }
  }

  private void arguments(ToolCallEntry entry, int from) {
    if (a[from] == '"') {
      entry.arguments(a, from + 1, position - 1);
    } else if (a[from] != 'n') {
      entry.wholeArguments();
    }
  }

  /// The text from `from` to the cursor's position, as it is escaped; empty for any other value.
  private String text(int from) {
    return a[from] == '"' ? new String(a, from + 1, position - 2 - from, UTF_8) : "";
  }

  private int positionOfValue() {
    peek();
    return position;
  }

  private int number(int from, int to) {
    if (a[from] != '-' && (a[from] < '0' || a[from] > '9')) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      if (a[i] < '0' || a[i] > '9' || to - from > INDEX_DIGITS) {
        return ABSURD;
      }
      number = number * 10 + a[i] - '0';
    }
    return number;
  }
}
