package dev.sluice.provider.assemble;

/// A scan of the arguments of a tool call, which are JSON inside a JSON string and arrive in parts:
/// it tells whether they are one complete object or array by now. The scan looks at brackets and
/// quotes alone; whether the rest is JSON is the caller's to see. Confined to one thread.
final class ArgumentsScan {
  private static final int HEX = 16;
  private static final int UNICODE_DIGITS = 4;

  /// Whether the scan is behind a backslash of the outer string.
  private boolean escaped;

  /// The digits of a `\\u` that are still to come, and the character by those that have come.
  private int digits;

  private int character;

  /// The scan's position in the inner JSON: in a string, and there behind a backslash.
  private boolean quoted;

  private boolean quotedEscape;
  private int depth;
  private boolean complete;

  /// Whether the arguments so far are one whole object or array.
  boolean complete() {
    return complete;
  }

  /// Sets whether the arguments are complete, for those that the provider has written as a whole.
  void complete(boolean whole) {
    complete |= whole;
  }

  /// Takes the next part as it is escaped, with the outer quotes or without.
  void feed(byte[] a, int from, int to) {
    for (int i = from; i < to; i++) {
      if (digits > 0) {
        digit(a[i]);
      } else if (escaped) {
        unescape(a[i]);
      } else if (a[i] == '\\') {
        escaped = true;
      } else if (a[i] != '"') {
        step(a[i]);
      }
    }
  }

  private void digit(byte b) {
    character = character * HEX + Math.max(0, Character.digit(b, HEX));
    if (--digits == 0) {
      step(character);
    }
  }

  private void unescape(byte b) {
    escaped = false;
    switch (b) {
      case '"', '\\', '/' -> step(b);
      case 'u' -> {
        digits = UNICODE_DIGITS;
        character = 0;
      }
      default -> step(' ');
    }
  }

  private void step(int c) {
    if (quoted) {
      inString(c);
      return;
    }
    switch (c) {
      case '"' -> quoted = true;
      case '{', '[' -> {
        depth++;
        complete = false;
      }
      case '}', ']' -> complete = --depth == 0;
      default -> {}
    }
  }

  private void inString(int c) {
    if (quotedEscape) {
      quotedEscape = false;
    } else if (c == '\\') {
      quotedEscape = true;
    } else if (c == '"') {
      quoted = false;
    }
  }
}
