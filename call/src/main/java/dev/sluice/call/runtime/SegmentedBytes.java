package dev.sluice.call.runtime;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/// Bytes that arrive in parts and are held until all have come. The bytes lie in segments that grow
/// with their number, so that many small parts take no more heap than a few large ones.
///
/// Belongs to one thread at a time.
public final class SegmentedBytes {
  /// The most bytes of a segment that are allocated ahead, however much is held already.
  private static final int AHEAD_MAX = 256 * 1024;

  /// The heap bytes that a segment takes beside its content: an array's header, its padding, its
  /// place in a list.
  private static final int SEGMENT = 32;

  private final List<byte[]> segments = new ArrayList<>();
  private long heap;
  private int size;

  /// The bytes of the last segment that are still free.
  private int free;

  /// The number of bytes held.
  public int size() {
    return size;
  }

  /// The heap bytes that would be taken with `more` bytes added.
  public long with(int more) {
    return more <= free ? heap : heap + SEGMENT + segment(more - free);
  }

  private int segment(int more) {
    return Math.max(more, Math.min(size, AHEAD_MAX));
  }

  /// Adds a copy of the readable part of `bytes`.
  public void add(ByteBuf bytes) {
    int more = bytes.readableBytes();
    int length = more > free ? segment(more - free) : 0;
    put(bytes, Math.min(more, free));
    if (length > 0) {
      segments.add(new byte[length]);
      heap += SEGMENT + length;
      free = length;
      put(bytes, bytes.readableBytes());
    }
  }

  private void put(ByteBuf bytes, int count) {
    if (count > 0) {
      byte[] last = segments.getLast();
      bytes.readBytes(last, last.length - free, count);
      free -= count;
      size += count;
    }
  }

  /// A copy of all bytes held, in one array.
  public byte[] joined() {
    byte[] whole = new byte[size];
    int offset = 0;
    for (byte[] segment : segments) {
      int count = Math.min(segment.length, size - offset);
      System.arraycopy(segment, 0, whole, offset, count);
      offset += count;
    }
    return whole;
  }

  /// Forgets all bytes held.
  public void clear() {
    segments.clear();
    heap = 0;
    size = 0;
    free = 0;
  }
}
