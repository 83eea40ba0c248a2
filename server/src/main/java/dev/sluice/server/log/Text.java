package dev.sluice.server.log;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Text in UTF-8 in the making; almost all of it is ASCII, which is put down as it is. Confined to
/// the thread that makes it up.
final class Text {
  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  private byte[] bytes = new byte[64 * 1024];
  private int length;

  /// Adds what is ASCII.
  Text ascii(String text) {
    ensure(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
    return this;
  }

  /// Adds a JSON string.
  Text quoted(String text) {
    int begin = length;
    ensure(text.length() + 2);
    bytes[length++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        length = begin;
        return escaped(text);
      }
      bytes[length++] = (byte) c;
    }
    bytes[length++] = '"';
    return this;
  }

  private Text escaped(String text) {
    String whole = '"' + new String(ENCODER.quoteAsString(text)) + '"';
    byte[] utf8 = whole.getBytes(StandardCharsets.UTF_8);
    ensure(utf8.length);
    System.arraycopy(utf8, 0, bytes, length, utf8.length);
    length += utf8.length;
    return this;
  }

  /// Writes it, and begins anew.
  void writeTo(OutputStream out) throws IOException {
    int all = length;
    length = 0;
    out.write(bytes, 0, all);
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}
