package dev.sluice.lab.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Frames of HTTP/2 as an attacker writes them, good or bad, and what comes back.
final class Frames {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private Frames() {}

  /// The beginning of a connection.
  ///
  /// @param window how many bytes of an answer its client takes before it says more
  static byte[] greeting(int window) {
    byte[] settings = ByteBuffer.allocate(6).putShort((short) 4).putInt(window).array();
    return joined(PREFACE.getBytes(US_ASCII), frame(SETTINGS, 0, 0, settings));
  }

  static byte[] frame(int type, int flags, int stream, byte... payload) {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream);
    return frame.put(payload).array();
  }

  static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  /// The header block of a call whose body comes behind it.
  static byte[] call() {
    return joined(head("POST", "/v1/chat/completions"), header("content-type", "application/json"));
  }

  static byte[] head(String method, String path) {
    return joined(
        header(":method", method),
        header(":scheme", "http"),
        header(":path", path),
        header(":authority", "localhost"));
  }

  /// A header that no table keeps.
  static byte[] header(String name, String value) {
    return joined(new byte[] {0x10}, string(name), string(value));
  }

  private static byte[] string(String text) {
    return joined(integer(text.length()), text.getBytes(ISO_8859_1));
  }

  private static byte[] integer(int value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (value < 127) {
      bytes.write(value);
    } else {
      bytes.write(127);
      int left = value - 127;
      for (; left >= 128; left >>>= 7) {
        bytes.write((left & 127) | 128);
      }
      bytes.write(left);
    }
    return bytes.toByteArray();
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /// The error with which the gateway ends a connection; -1 where it ends it without one.
  static int goAway(RawConnection client) throws IOException {
    try {
      while (true) {
        ByteBuffer header = ByteBuffer.wrap(client.take(9));
        int length = header.getInt() >>> 8;
        byte[] payload = client.take(length);
        if (header.get(3) == GOAWAY) {
          return ByteBuffer.wrap(payload).getInt(4);
        }
      }
    } catch (IOException _) {
      return -1;
    }
  }
}
