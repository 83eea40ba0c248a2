package dev.sluice.dialect.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.io.EOFException;

/// A reader that goes forwards through a JSON text that a [dev.sluice.dialect.json.JsonScanner] has
/// accepted, wherever its buffers are cut. Only a block of bytes is held at a time, and no block
/// where the text lies in one array; names and values that are passed over are not kept, so that a
/// text of any size costs the same.
///
/// ```text
/// pass   a bracket that opens      more   whether something follows; else passes the bracket behind
/// name   with its colon            text, skip   a value
///                                  character, scalar   a value bit by bit
/// ```
///
/// Where a text turns out to be cut short, which an accepted one is not, an [EOFException] says so.
/// Confined to one thread.
public final class JsonCursor {
  /// The most characters of a name or a short text that is read as a whole.
  static final int TEXT_MAX = 256;

  private static final int BLOCK = 8 * 1024;

  private final ByteBuf json;

  /// The current block, its rest, and the difference between an index of the block and a position
  /// in the text.
  private byte[] a;

  private int i;
  private int to;
  private int shift;

  /// The second half of a pair of surrogates whose first half was the last character; else zero.
  private char low;

  /// @param json the text, which stays the caller's and as it is
  public JsonCursor(ByteBuf json) {
    this.json = json;
    if (json.hasArray()) {
      a = json.array();
      i = json.arrayOffset() + json.readerIndex();
      to = i + json.readableBytes();
      shift = -i;
    } else {
      a = new byte[Math.min(BLOCK, json.readableBytes())];
    }
  }

  /// The position of the next byte, from the beginning of the text.
  public int position() {
    return shift + i;
  }

  /// Finds the first byte of the next value or token, and stays in front of it.
  public byte peek() throws EOFException {
    while (true) {
      byte b = next();
      if (!isSpace(b)) {
        i--;
        return b;
      }
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /// Passes the next token: a bracket that opens, the quote in front of a string, or a colon.
  public void pass() throws EOFException {
    peek();
    i++;
  }

  /// Whether another property or element follows; if none does, the closing bracket is passed.
  public boolean more() throws EOFException {
    byte b = peek();
    if (b == ',') {
      i++;
      b = peek();
    }
    boolean ends = b == '}' || b == ']';
    i += ends ? 1 : 0;
    return !ends;
  }

  /// Reads the name of a property and passes the colon behind it; empty where the name is longer
  /// than [#TEXT_MAX].
  public String name() throws EOFException {
    String name = text();
    pass();
    return name;
  }

  /// Reads the next string; empty where it is longer than [#TEXT_MAX].
  public String text() throws EOFException {
    pass();
    int end = Delimiters.quoteOrBackslash(a, i, Math.min(to, i + TEXT_MAX));
    if (end < to && a[end] == '"') {
      String text = new String(a, i, end - i, UTF_8);
      i = end + 1;
      return text;
    }
    return characters();
  }

  /// Reads a string that is escaped, cut by a block, or long.
  private String characters() throws EOFException {
    var text = new StringBuilder();
    int length = 0;
    for (int c = character(); c >= 0; c = character()) {
      if (length++ < TEXT_MAX) {
        text.append((char) c);
      }
    }
    return length > TEXT_MAX ? "" : text.toString();
  }

  /// Reads the next character of a string whose quote has been passed; -1 where the string's end
  /// has been passed.
  public int character() throws EOFException {
    if (low != 0) {
      char second = low;
      low = 0;
      return second;
    }
    byte b = next();
    return switch (b) {
      case '"' -> -1;
      case '\\' -> escaped();
      default -> b >= 0 ? b : encoded(b);
    };
  }

  private char escaped() throws EOFException {
    byte b = next();
    return switch (b) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> (char) (digit() << 12 | digit() << 8 | digit() << 4 | digit());
      default -> (char) b;
    };
  }

  private int digit() throws EOFException {
    return Character.digit(next(), 16);
  }

  /// Reads a character of two to four bytes.
  private char encoded(byte first) throws EOFException {
    if ((first & 0xE0) == 0xC0) {
      return (char) ((first & 0x1F) << 6 | tail());
    }
    if ((first & 0xF0) == 0xE0) {
      return (char) ((first & 0x0F) << 12 | tail() << 6 | tail());
    }
    int point = (first & 0x07) << 18 | tail() << 12 | tail() << 6 | tail();
    low = Character.lowSurrogate(point);
    return Character.highSurrogate(point);
  }

  private int tail() throws EOFException {
    return next() & 0x3F;
  }

  /// Passes over the next value.
  public void skip() throws EOFException {
    switch (peek()) {
      case '"' -> {
        i++;
        restOfText();
      }
      case '{', '[' -> nested();
      default -> {
        int b = scalar();
        while (b >= 0) {
          b = scalar();
        }
      }
    }
  }

  /// Reads the next byte of a number or a literal; -1 at its end.
  public int scalar() throws EOFException {
    byte b = next();
    boolean ends = b == ',' || b == ']' || b == '}' || isSpace(b);
    i -= ends ? 1 : 0;
    return ends ? -1 : b;
  }

  private void nested() throws EOFException {
    int depth = 0;
    do {
      switch (next()) {
        case '"' -> restOfText();
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
    } while (depth > 0);
  }

  private void restOfText() throws EOFException {
    while (true) {
      i = Delimiters.quoteOrBackslash(a, i, to);
      // Or the first one of the next block.
      byte b = next();
      if (b == '"') {
        return;
      }
      if (b == '\\') {
        next();
      }
    }
  }

  private byte next() throws EOFException {
    if (i == to) {
      fill();
    }
    return a[i++];
  }

  private void fill() throws EOFException {
    int at = position();
    int length = Math.min(BLOCK, json.readableBytes() - at);
    if (length == 0) {
      throw new EOFException("a JSON text is cut short");
    }
    json.getBytes(json.readerIndex() + at, a, 0, length);
    i = 0;
    to = length;
    shift = at;
  }
}
