package dev.sluice.server.warm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/// Reads HTTP messages that are known to be well-formed. Blocks; confined to one thread.
final class Wire {
  private static final String LENGTH = "content-length:";

  private final InputStream in;

  Wire(InputStream in) {
    this.in = new BufferedInputStream(in, 16 * 1024);
  }

  /// Reads a whole message.
  ///
  /// @return its first line; empty at the connection's end
  String message() throws IOException {
    String first = line();
    long length = 0;
    boolean chunked = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith(LENGTH)) {
        length = Long.parseLong(header.substring(LENGTH.length()).strip());
      }
      chunked |= header.startsWith("transfer-encoding:");
    }
    if (chunked) {
      chunks();
    } else {
      in.skipNBytes(length);
    }
    return first;
  }

  private void chunks() throws IOException {
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      in.skipNBytes(size);
      line();
    }
    line();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().strip(), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
