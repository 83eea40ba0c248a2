package dev.sluice.provider;

import dev.sluice.call.request.Span;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The edits of a text, with their positions; offsets are those of the original text.
final class ByteEdits {
  private record Splice(Span span, ByteBuf with) {}

  private final List<Splice> splices = new ArrayList<>(4);

  void replace(Span span, byte[] with) {
    splices.add(new Splice(span, Unpooled.wrappedBuffer(with)));
  }

  void insert(int offset, byte[] what) {
    splices.add(new Splice(new Span(offset, offset), Unpooled.wrappedBuffer(what)));
  }

  /// Returns `bytes` with all edits made; the result has a reference of its own to the bytes that
  /// it shares.
  ByteBuf into(ByteBuf bytes) {
    if (splices.isEmpty()) {
      return bytes.retain();
    }
    // What is inserted stands in front of what is replaced at the same place.
    splices.sort(
        Comparator.<Splice>comparingInt(splice -> splice.span().start())
            .thenComparingInt(splice -> splice.span().end()));
    boolean outside = bytes.isDirect();
    ByteBuf[] parts = new ByteBuf[2 * splices.size() + 1];
    int from = 0;
    int part = 0;
    for (Splice splice : splices) {
      parts[part++] = slice(bytes, from, splice.span().start());
      parts[part++] = outside ? outside(splice.with()) : splice.with();
      from = splice.span().end();
    }
    parts[part] = slice(bytes, from, bytes.readableBytes());
    return Unpooled.wrappedUnmodifiableBuffer(parts);
  }

  /// Returns a copy outside of the heap, where the rest of the text is: a socket takes what lies
  /// there as it is, and would have a copy of all the text made for one part that does not.
  private static ByteBuf outside(ByteBuf bytes) {
    int size = bytes.readableBytes();
    return size == 0 ? bytes : ByteBufAllocator.DEFAULT.directBuffer(size, size).writeBytes(bytes);
  }

  private static ByteBuf slice(ByteBuf bytes, int from, int to) {
    return bytes.retainedSlice(bytes.readerIndex() + from, to - from);
  }
}
