package dev.sluice.sim.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// How the client is told where a body ends.
public sealed interface Framing {

  /// Writes a piece of the body.
  default void write(ByteBuf out, byte[] bytes) {
    out.writeBytes(bytes);
  }

  /// Writes the mark of the clean end; nothing where the framing has none.
  default void end(ByteBuf out) {}

  /// `Content-Length`.
  ///
  /// @param bytes what is announced, be it true or not
  record Length(long bytes) implements Framing {}

  /// The framing by `Transfer-Encoding: chunked`, a chunk for each piece.
  record Chunked() implements Framing {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void write(ByteBuf out, byte[] bytes) {
      if (bytes.length > 0) {
        hex(out, bytes.length);
        out.writeBytes(CRLF).writeBytes(bytes).writeBytes(CRLF);
      }
    }

    @Override
    public void end(ByteBuf out) {
      out.writeBytes(LAST);
    }

    private static void hex(ByteBuf out, int value) {
      int digits = Math.max(1, (35 - Integer.numberOfLeadingZeros(value)) / 4);
      for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
        int digit = (value >> shift) & 15;
        out.writeByte(digit < 10 ? '0' + digit : 'a' + digit - 10);
      }
    }
  }

  /// The framing of a body that ends with the connection.
  record UntilClose() implements Framing {}

  /// The framing of an answer without a body.
  record None() implements Framing {}
}
