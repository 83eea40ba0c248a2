package dev.sluice.provider.stored;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.json.Delimiters;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/// A search for one text among the strings of a JSON document, however its characters are written
/// there. A string is compared from each quote on, whether or not that begins one, so that a string
/// which holds a quote in front of the text counts as well. For one search, on one thread.
///
/// Limitations: characters beyond ASCII are found as they are, and not by their numbers.
final class StringSearch {
  /// The hexadecimal digits in the escape of a character by its number.
  private static final int DIGITS = 4;

  private static final int HEX = 16;

  private final byte[] text;

  /// The number of characters of the text that have matched; -1 where no string is compared.
  private int matched = -1;

  /// Whether the last character was a backslash.
  private boolean escaped;

  /// The digits of an escape that are still to come, and the value of those before.
  private int digits;

  private int code;
  private boolean found;

  private StringSearch(String text) {
    this.text = text.getBytes(UTF_8);
  }

  /// Whether `document` holds a string that is `text`. Leaves the position of `document` alone.
  static boolean holds(ByteBuf document, String text) {
    var search = new StringSearch(text);
    for (ByteBuffer part : document.nioBuffers()) {
      if (part.hasArray()) {
        int from = part.arrayOffset() + part.position();
        search.feed(part.array(), from, from + part.remaining());
      } else {
        byte[] copy = new byte[part.remaining()];
        part.get(copy);
        search.feed(copy, 0, copy.length);
      }
    }
    return search.found;
  }

  private void feed(byte[] a, int from, int to) {
    int i = from;
    while (i < to && !found) {
      i = matched < 0 ? Delimiters.quoteOrBackslash(a, i, to) : i;
      if (i < to) {
        take(a[i++]);
      }
    }
  }

  private void take(byte b) {
    if (matched < 0) {
      matched = b == '"' ? 0 : -1;
    } else if (digits > 0) {
      digit(b);
    } else if (escaped) {
      escape(b);
    } else if (b == '"') {
      found = matched == text.length;
      matched = 0;
    } else if (b == '\\') {
      escaped = true;
    } else {
      match(b);
    }
  }

  private void escape(byte b) {
    escaped = false;
    if (b == 'u') {
      digits = DIGITS;
      code = 0;
    } else {
      match(b);
    }
  }

  private void digit(byte b) {
    digits--;
    code = code * HEX + Math.max(0, Character.digit(b, HEX));
    if (digits == 0) {
      match(code);
    }
  }

  private void match(int c) {
    matched = matched < text.length && text[matched] == c ? matched + 1 : -1;
  }
}
