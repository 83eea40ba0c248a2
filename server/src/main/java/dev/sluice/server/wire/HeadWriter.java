package dev.sluice.server.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;

/// Writes the head of an answer. Nothing gets into a header that could end it: a name or a value
/// with a control character or beyond ASCII is left out whole.
public final class HeadWriter {
  private static final AsciiString VERSION = AsciiString.cached("HTTP/1.1 ");
  private static final int CRLF = '\r' << 8 | '\n';
  private static final int COLON = ':' << 8 | ' ';

  private final ByteBuf out;

  /// Begins with the status line.
  public HeadWriter(ByteBuf out, int status) {
    this.out = out;
    HttpResponseStatus known = HttpResponseStatus.valueOf(status);
    ascii(VERSION);
    ascii(known.codeAsText());
    out.writeByte(' ');
    ascii(known.reasonPhrase());
    out.writeShort(CRLF);
  }

  /// Adds a header.
  public HeadWriter header(CharSequence name, CharSequence value) {
    if (Ascii.visible(name) && Ascii.printable(value)) {
      ascii(name);
      out.writeShort(COLON);
      ascii(value);
      out.writeShort(CRLF);
    }
    return this;
  }

  /// Adds a header with a number.
  public HeadWriter header(CharSequence name, long value) {
    return header(name, Long.toString(value));
  }

  /// Ends the head.
  ByteBuf end() {
    out.writeShort(CRLF);
    return out;
  }

  private void ascii(CharSequence text) {
    ByteBufUtil.writeAscii(out, text);
  }
}
