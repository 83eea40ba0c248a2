package dev.sluice.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A watch over the lines with the sizes of chunks, and the trailers behind the last. A quoted
/// extension may hide a line end from one reader and not from another, so there must be none; and a
/// folded trailer is joined by the decoder as a folded header is.
///
/// The decoder reads one of these at a time, or several in a row: a size line, content, the line
/// end behind it. The lengths show which of the two it was.
final class ChunkLines {
  private static final Malformed QUOTED =
      Malformed.bad("a chunk extension must not have quotes; there is no need for extensions");

  private boolean atLine = true;
  private boolean trailers;

  /// Begins to read a chunked body.
  void begin() {
    atLine = true;
    trailers = false;
  }

  /// The fault in the bytes that the decoder has just read.
  ///
  /// @param from where it began to read; the reader index is where it stopped
  /// @param out the content that it found there
  @Nullable Malformed doubt(ByteBuf in, int from, List<Object> out) {
    int consumed = in.readerIndex() - from;
    if (consumed == 0) {
      return null;
    }
    if (trailers) {
      return HeadBytes.folded(in, from, in.readerIndex());
    }
    int line = atLine ? in.indexOf(from, from + consumed, (byte) '\n') + 1 - from : 0;
    if (atLine && in.indexOf(from, from + line, (byte) '"') >= 0) {
      return QUOTED;
    }
    trailers = atLine && lastChunk(in, from);
    atLine = consumed - line - content(out) == 2;
    return null;
  }

  /// Whether the size in the line at `from` is zero.
  private static boolean lastChunk(ByteBuf in, int from) {
    int size = from;
    while (blank(in.getByte(size))) {
      size++;
    }
    int end = size;
    while (in.getByte(end) == '0') {
      end++;
    }
    byte behind = in.getByte(end);
    return end > size && (behind == '\r' || behind == ';' || blank(behind));
  }

  private static boolean blank(byte b) {
    return b == ' ' || b == '\t';
  }

  private static int content(List<Object> out) {
    int bytes = 0;
    for (Object decoded : out) {
      bytes += ((ByteBufHolder) decoded).content().readableBytes();
    }
    return bytes;
  }
}
