package dev.sluice.api.answer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// A filter that makes empty lines of the comments of a stream, for clients that take a comment for
/// JSON, as Google's for Python does; they still show that the gateway is at work. Confined to the
/// loop.
final class CommentFilter {
  /// Whether the next byte begins a line, and whether the current line is a comment.
  private boolean beginning = true;

  private boolean comment;

  /// The next part of the stream without the comments in it.
  ///
  /// @param events given back here where it is not what is returned
  ByteBuf without(ByteBuf events, ByteBufAllocator alloc) {
    ByteBuf kept = null;
    int from = events.readerIndex();
    int end = events.writerIndex();
    for (int line = from; line < end; ) {
      comment = beginning ? events.getByte(line) == ':' : comment;
      int feed = events.indexOf(line, end, (byte) '\n');
      beginning = feed >= 0;
      int next = beginning ? feed + 1 : end;
      if (comment && kept == null) {
        kept = alloc.buffer(end - from).writeBytes(events, from, line - from);
      }
      keep(events, comment && beginning ? feed : line, next, kept);
      line = next;
    }
    return kept == null ? events : replaced(events, kept);
  }

  private void keep(ByteBuf events, int from, int to, @Nullable ByteBuf kept) {
    if (kept != null && (beginning || !comment)) {
      kept.writeBytes(events, from, to - from);
    }
  }

  private static ByteBuf replaced(ByteBuf events, ByteBuf kept) {
    events.release();
    return kept;
  }
}
