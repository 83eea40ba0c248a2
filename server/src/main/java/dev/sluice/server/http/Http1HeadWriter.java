package dev.sluice.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.api.answer.HeadWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;

/// A writer of the head of an answer of HTTP/1.
///
/// It writes into an array of its thread's first, since a buffer checks every byte for its bounds;
/// so a thread ends one head before it begins another.
final class Http1HeadWriter extends HeadWriter {
  private static final FastThreadLocal<byte[]> SCRATCH =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[1024];
        }
      };

  private static final byte[] OK = line(HttpResponseStatus.OK);

  private static final int NO_CONTENT = 204;

  private final boolean bodiless;
  private byte[] bytes = SCRATCH.get();
  private int length;

  /// Begins a head with the status line.
  Http1HeadWriter(int status) {
    bodiless = status == NO_CONTENT;
    byte[] line = status == 200 ? OK : line(HttpResponseStatus.valueOf(status));
    ensure(line.length);
    System.arraycopy(line, 0, bytes, 0, line.length);
    length = line.length;
  }

  private static byte[] line(HttpResponseStatus status) {
    return ("HTTP/1.1 " + status.code() + ' ' + status.reasonPhrase() + "\r\n").getBytes(US_ASCII);
  }

  /// Whether the answer ends with its head, and says nothing of a body (RFC 9110, 15.3.5).
  boolean isBodiless() {
    return bodiless;
  }

  @Override
  public HeadWriter header(CharSequence name, CharSequence value) {
    int before = length;
    ensure(name.length() + value.length() + 4);
    if (put(name, '!')) {
      bytes[length++] = ':';
      bytes[length++] = ' ';
      if (put(value, ' ')) {
        crlf();
        return this;
      }
    }
    length = before;
    return this;
  }

  /// Ends the head.
  ///
  /// @param room how many bytes more its buffer is to have room for
  ByteBuf end(ByteBufAllocator allocator, int room) {
    ensure(2);
    crlf();
    return allocator.ioBuffer(length + room).writeBytes(bytes, 0, length);
  }

  /// Whether no character is below `least`, or beyond ASCII. A loop over one kind of text is
  /// several times faster than one over any.
  private boolean put(CharSequence text, char least) {
    return text instanceof AsciiString own
        ? put(own.array(), own.arrayOffset(), own.length(), least)
        : put(text.toString(), least);
  }

  private boolean put(byte[] from, int offset, int size, char least) {
    for (int i = offset; i < offset + size; i++) {
      if (from[i] < least || from[i] > '~') {
        return false;
      }
    }
    System.arraycopy(from, offset, bytes, length, size);
    length += size;
    return true;
  }

  private boolean put(String text, char least) {
    byte[] to = bytes;
    int at = length;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < least || c > '~') {
        return false;
      }
      to[at + i] = (byte) c;
    }
    length = at + text.length();
    return true;
  }

  private void crlf() {
    bytes[length++] = '\r';
    bytes[length++] = '\n';
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}
