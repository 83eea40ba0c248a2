package dev.sluice.server.warm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;

/// A reader of HTTP messages that are known to be well-formed, and to come one at a time. Little of
/// it is done byte by byte, since at first it is interpreted, on the core that is to be warmed up.
/// Blocks; confined to one thread.
final class Wire {
  private static final String HEAD_END = "\r\n\r\n";
  private static final String LENGTH = "\r\ncontent-length: ";
  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

  private final InputStream in;
  private final byte[] message = new byte[8 * 1024];
  private int size;

  Wire(InputStream in) {
    this.in = in;
  }

  /// Reads a whole message.
  ///
  /// @return its head, and what of its body came with that; empty at the connection's end
  String message() throws IOException {
    size = 0;
    String text = "";
    int end = -1;
    while (end < 0 && fill()) {
      text = text(0);
      end = text.indexOf(HEAD_END);
    }
    if (end < 0) {
      return "";
    }
    int length = text.indexOf(LENGTH);
    if (length < 0) {
      awaitLastChunk(text);
    } else {
      int from = length + LENGTH.length();
      int body = Integer.parseInt(text.substring(from, text.indexOf('\r', from)));
      in.skipNBytes(Math.max(0, end + HEAD_END.length() + body - size));
    }
    return text;
  }

  private void awaitLastChunk(String head) throws IOException {
    boolean chunked = head.contains("\r\ntransfer-encoding:");
    while (chunked && !text(Math.max(0, size - LAST_CHUNK.length())).equals(LAST_CHUNK)) {
      chunked = fill();
    }
  }

  private String text(int from) {
    return new String(message, from, size - from, ISO_8859_1);
  }

  /// Reads more into the buffer; of a message that is longer than the buffer the end is kept.
  private boolean fill() throws IOException {
    if (size == message.length) {
      System.arraycopy(message, size - LAST_CHUNK.length(), message, 0, LAST_CHUNK.length());
      size = LAST_CHUNK.length();
    }
    int read = in.read(message, size, message.length - size);
    size += Math.max(0, read);
    return read > 0;
  }

  static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
