package dev.sluice.dialect.json;

import java.util.Arrays;

/// A pass over one value in which nothing is looked for; it proves that the value is well-formed,
/// and finds its end.
public final class ValueScan {
  /// The most levels that a text may nest. Tool schemas reach a few dozen levels.
  public static final int DEPTH_MAX = 512;

  /// The tokens that may come next, as bits.
  private static final int VALUE = 1;

  private static final int NAME = 2;
  private static final int COLON = 4;
  private static final int COMMA = 8;
  private static final int END = 16;

  /// The tokens that may come behind a value.
  private static final int BEHIND = COMMA | END;

  private static final int USUAL_DEPTH = 16;

  /// The kind of token that the current piece has cut.
  private enum Inside {
    NOTHING,
    STRING,
    NUMBER,
    WORD
  }

  private final StringScan string = new StringScan();
  private final NumberScan number = new NumberScan();
  private final WordScan word = new WordScan();

  /// The brackets that are open.
  private byte[] open = new byte[USUAL_DEPTH];

  private int depth;
  private int depthMax;
  private int next;
  private Inside inside = Inside.NOTHING;
  private JsonFlaw flaw = JsonFlaw.NO_VALUE;

  /// Begins a value.
  ///
  /// @param around the number of arrays and objects around the value
  public void begin(int around) {
    depth = 0;
    depthMax = DEPTH_MAX - around;
    next = VALUE;
  }

  /// The flaw that was found.
  public JsonFlaw flaw() {
    return flaw;
  }

  /// Passes over the next piece, `a` from `from` to `to`; the first one begins with the value.
  ///
  /// @return the index just behind the value; the complement of the index where it is flawed; `to`
  ///   where it has not ended
  public int pass(byte[] a, int from, int to) {
    int i = inside == Inside.NOTHING ? from : resume(a, from, to);
    while (i >= 0 && i < to && !ended()) {
      i = token(a, i, to);
    }
    return i;
  }

  /// Whether the end of the value has been passed.
  public boolean ended() {
    return depth == 0 && next == BEHIND && inside == Inside.NOTHING;
  }

  /// Whether the value is a number with neither a fraction nor an exponent.
  public boolean whole() {
    return number.whole();
  }

  private int resume(byte[] a, int from, int to) {
    return switch (inside) {
      case NOTHING -> from;
      case STRING -> string(a, from, to);
      case NUMBER -> number(a, from, to);
      case WORD -> word(a, from, to);
    };
  }

  private int token(byte[] a, int i, int to) {
    return switch (a[i]) {
      case ' ', '\t', '\n', '\r' -> i + 1;
      case '"' -> quote(a, i, to);
      case ',' -> comma(a, i, to);
      case ':' -> (next & COLON) != 0 ? expect(VALUE, i) : unexpected(i);
      case '{', '[' -> open(a[i], i);
      case '}' -> close('{', i);
      case ']' -> close('[', i);
      case 't', 'f', 'n' -> begin(a, i, to);
      default -> other(a, i, to);
    };
  }

  private int expect(int what, int i) {
    next = what;
    return i + 1;
  }

  private int quote(byte[] a, int i, int to) {
    if ((next & NAME) != 0) {
      next = COLON;
    } else if ((next & VALUE) != 0) {
      next = BEHIND;
    } else {
      return unexpected(i);
    }
    return string(a, i + 1, to);
  }

  private int string(byte[] a, int from, int to) {
    int i = string.pass(a, from, to);
    if (i < 0) {
      flaw = string.flaw();
      return i;
    }
    inside = i == to ? Inside.STRING : Inside.NOTHING;
    // Behind a name there is most often a colon.
    if (i + 1 < to && next == COLON && a[i + 1] == ':') {
      next = VALUE;
      return i + 2;
    }
    return i == to ? to : i + 1;
  }

  private int comma(byte[] a, int i, int to) {
    if ((next & COMMA) == 0) {
      return unexpected(i);
    }
    boolean object = open[depth - 1] == '{';
    next = object ? NAME : VALUE;
    return object ? i + 1 : NumberScan.list(a, i + 1, to);
  }

  private int open(byte bracket, int i) {
    if ((next & VALUE) == 0) {
      return unexpected(i);
    }
    if (depth == depthMax) {
      flaw = JsonFlaw.TOO_DEEP;
      return ~i;
    }
    push(bracket);
    return i + 1;
  }

  private void push(byte bracket) {
    if (depth == open.length) {
      open = Arrays.copyOf(open, 2 * depth);
    }
    open[depth++] = bracket;
    next = END | (bracket == '{' ? NAME : VALUE);
  }

  private int close(char bracket, int i) {
    if ((next & END) == 0 || open[depth - 1] != bracket) {
      return unexpected(i);
    }
    depth--;
    return expect(BEHIND, i);
  }

  private int begin(byte[] a, int i, int to) {
    if ((next & VALUE) == 0) {
      return unexpected(i);
    }
    next = BEHIND;
    word.begin(a[i]);
    return word(a, i, to);
  }

  private int word(byte[] a, int from, int to) {
    int i = word.pass(a, from, to);
    if (i < 0) {
      flaw = JsonFlaw.WORD;
    }
    inside = word.ended() ? Inside.NOTHING : Inside.WORD;
    return i;
  }

  private int other(byte[] a, int i, int to) {
    if ((next & VALUE) == 0 || (a[i] != '-' && (a[i] < '0' || a[i] > '9'))) {
      return unexpected(i);
    }
    next = BEHIND;
    int plain = depth == 0 ? i : NumberScan.plain(a, i, to);
    if (plain > i) {
      return plain;
    }
    number.begin();
    return number(a, i, to);
  }

  private int number(byte[] a, int from, int to) {
    int i = number.pass(a, from, to);
    if (i < 0) {
      flaw = number.flaw();
    }
    inside = i == to ? Inside.NUMBER : Inside.NOTHING;
    return i;
  }

  private int unexpected(int i) {
    flaw =
        (next & VALUE) != 0
            ? JsonFlaw.NO_VALUE
            : (next & NAME) != 0
                ? JsonFlaw.NO_NAME
                : (next & COLON) != 0 ? JsonFlaw.NO_COLON : JsonFlaw.NO_COMMA;
    return ~i;
  }
}
