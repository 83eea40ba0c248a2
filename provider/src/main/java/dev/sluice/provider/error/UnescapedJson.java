package dev.sluice.provider.error;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/// A reader of a text of JSON that replaces the escapes of its strings by the characters that they
/// encode, and the capital letters of ASCII by small ones ([AsciiCase]). Each byte beyond ASCII is
/// a character of its own, as in ISO 8859-1. In other texts than JSON an escape that is none stays
/// as it is.
final class UnescapedJson {
  private static final int HEX = 16;
  private static final int DIGITS = 4;

  private final byte[] json;

  private UnescapedJson(byte[] json) {
    this.json = json;
  }

  /// Takes the characters, one by one.
  @FunctionalInterface
  interface Characters {
    void take(char c);
  }

  /// Reads all of `json`, whose position stays.
  static void read(ByteBuf json, Characters to) {
    new UnescapedJson(ByteBufUtil.getBytes(json)).read(to);
  }

  private void read(Characters to) {
    int i = 0;
    while (i < json.length) {
      byte b = json[i++];
      if (b != '\\' || i == json.length) {
        to.take(AsciiCase.lower((char) (b & 0xFF)));
        continue;
      }
      int encoded = json[i] == 'u' ? number(i + 1) : -1;
      if (encoded >= 0) {
        to.take(AsciiCase.lower((char) encoded));
        i += 1 + DIGITS;
      } else {
        to.take(AsciiCase.lower(named((char) (json[i++] & 0xFF))));
      }
    }
  }

  /// The character whose number the four hexadecimal digits at `from` are; -1 where there are none.
  private int number(int from) {
    int number = from + DIGITS <= json.length ? 0 : -1;
    for (int i = from; number >= 0 && i < from + DIGITS; i++) {
      int digit = Character.digit(json[i], HEX);
      number = digit < 0 ? -1 : number * HEX + digit;
    }
    return number;
  }

  private static char named(char name) {
    return switch (name) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> name;
    };
  }
}
