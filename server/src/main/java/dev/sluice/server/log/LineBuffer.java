package dev.sluice.server.log;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.sluice.call.text.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A line in the making, in UTF-8; almost all of it is ASCII, which is put down as it is. One
/// thread makes it up, then another one writes it.
final class LineBuffer {
  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  /// A line of a call of a key that went well has 400 to 480 bytes, as long as names are.
  private static final int USUAL = 512;

  /// The number of digits of the largest number.
  private static final int DIGITS_MOST = 19;

  private byte[] bytes = new byte[USUAL];
  private int length;

  /// Adds a text that has ASCII characters only.
  LineBuffer ascii(String text) {
    ensure(text.length());
    copy(text);
    return this;
  }

  /// Adds three texts that have ASCII characters only.
  LineBuffer ascii(String first, String second, String third) {
    ensure(first.length() + second.length() + third.length());
    copy(first);
    copy(second);
    copy(third);
    return this;
  }

  /// Adds a number.
  LineBuffer number(long value) {
    return value < 0 ? ascii(Long.toString(value)) : digits(value, 1);
  }

  /// Adds a number that is not negative, with zeros in front where it has fewer than `least`
  /// digits.
  LineBuffer digits(long value, int least) {
    ensure(DIGITS_MOST);
    int count = Math.max(least, count(value));
    long rest = value;
    for (int i = length + count - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += count;
    return this;
  }

  private static int count(long value) {
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  /// Adds a JSON string, in which characters that people do not see are escaped too.
  LineBuffer quoted(String text) {
    if (!isPlain(text)) {
      return escaped(text);
    }
    ensure(text.length() + 2);
    bytes[length++] = '"';
    copy(text);
    bytes[length++] = '"';
    return this;
  }

  /// The method is deprecated for texts beyond ASCII; for those within, none is faster.
  @SuppressWarnings("deprecation")
  private void copy(String ascii) {
    ascii.getBytes(0, ascii.length(), bytes, length);
    length += ascii.length();
  }

  private LineBuffer escaped(String text) {
    return utf8('"' + Printable.escaped(new String(ENCODER.quoteAsString(text))) + '"');
  }

  /// Adds a text in UTF-8, without quotes or escapes.
  LineBuffer utf8(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    ensure(utf8.length);
    System.arraycopy(utf8, 0, bytes, length, utf8.length);
    length += utf8.length;
    return this;
  }

  void writeTo(ByteArrayOutputStream out) {
    out.write(bytes, 0, length);
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}
