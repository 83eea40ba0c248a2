package dev.sluice.server.edge;

import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.server.memory.BodyBuffers;
import dev.sluice.server.memory.UploadRoom;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A collector of a request's body in buffers, which shows each part as it comes. Memory is
/// reserved and taken as bytes arrive, whatever length was announced, so that an announcement alone
/// costs nothing but the turn of other large bodies. What has come is never moved: a large body is
/// a list of buffers. Those of a body that is announced as a large one lie outside of the heap, and
/// its bytes are read from the socket into them, where they are sent from again ([#next]).
final class BodyIntake implements AutoCloseable {
  private static final int FIRST = 16 * 1024;

  /// How many bytes that are outside of the heap are shown at a time: few enough to stay in the
  /// processor's nearest cache.
  private static final int WINDOW = 16 * 1024;

  private static final byte[] NO_WINDOW = {};

  /// The result for a part of the body.
  enum Taken {
    YES,
    /// The body is above the limit.
    TOO_LARGE,
    /// No memory is left for the body.
    NO_ROOM
  }

  /// A reader that looks at the bytes of a body as they come.
  @FunctionalInterface
  interface Reader {
    /// Reads `a` from `from` to `to`, which may change when this has returned.
    ///
    /// @return how many bytes of memory the reader has taken by now, which count with the body
    int read(byte[] a, int from, int to);
  }

  private final Reservation memory;
  private final int max;
  private final int announced;
  private final ByteBufAllocator alloc;
  private final Reader reader;
  private final boolean large;

  /// Where bytes that are outside of the heap are shown; empty where none are.
  private final byte[] window;

  /// The buffers that are full, in their order; most bodies have none.
  private final List<ByteBuf> full = new ArrayList<>(0);

  /// The buffer for the bytes that arrive.
  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;

  private int size;
  private int capacity;

  /// How many bytes of memory the reader of the body has taken.
  private int readers;

  private boolean closed;

  /// @param memory for the body; closed with this, or with the body
  /// @param max the limit in bytes
  /// @param announced the body's length as its head states it, at most `max`; -1 when it does not
  /// @param reader sees each byte once, in their order
  BodyIntake(ByteBufAllocator alloc, Reservation memory, int max, int announced, Reader reader) {
    this.memory = memory;
    this.max = max;
    this.announced = announced;
    this.alloc = alloc;
    this.reader = reader;
    this.large = announced > UploadRoom.LARGE;
    this.window = large ? new byte[WINDOW] : NO_WINDOW;
  }

  /// How many bytes of the body have arrived.
  int size() {
    return size;
  }

  /// Takes a part of the body; `bytes` stays the caller's.
  Taken add(ByteBuf bytes) {
    long whole = (long) size + bytes.readableBytes();
    if (whole > max) {
      return Taken.TOO_LARGE;
    }
    if (large && isInPlace(bytes)) {
      return take(bytes) ? Taken.YES : Taken.NO_ROOM;
    }
    while (bytes.isReadable()) {
      if ((!buffer.isWritable() && !grow((int) whole)) || !copy(bytes)) {
        return Taken.NO_ROOM;
      }
    }
    return Taken.YES;
  }

  /// The place of the next bytes of a large body, in its own memory, for them to be read into: what
  /// has been read there and is added next is not copied. As many bytes as the body may still have,
  /// and no more, so that none of what stands behind it comes there. The buffer is the caller's;
  /// null where bytes are to be read elsewhere.
  @Nullable ByteBuf next() {
    int rest = announced - size;
    if (!large || closed || rest <= 0 || (!buffer.isWritable() && !grow(size + 1))) {
      return null;
    }
    int most = Math.min(rest, buffer.writableBytes());
    return buffer.isDirect() ? buffer.retainedSlice(buffer.writerIndex(), most).clear() : null;
  }

  /// Whether bytes lie where they are to be.
  private boolean isInPlace(ByteBuf bytes) {
    int length = bytes.readableBytes();
    return length > 0
        && length <= buffer.writableBytes()
        && buffer.isDirect()
        && bytes.isDirect()
        && bytes.nioBufferCount() == 1
        && address(bytes, bytes.readerIndex()) == address(buffer, buffer.writerIndex());
  }

  private static long address(ByteBuf bytes, int index) {
    return MemorySegment.ofBuffer(bytes.internalNioBuffer(index, 1)).address();
  }

  private boolean take(ByteBuf inPlace) {
    int length = inPlace.readableBytes();
    inPlace.skipBytes(length);
    return came(length);
  }

  /// Copies bytes into the buffer, on the heap into its array itself: a copy from buffer to buffer
  /// makes three views.
  ///
  /// @return whether there is memory for what the reader has kept of it
  private boolean copy(ByteBuf bytes) {
    int length = Math.min(bytes.readableBytes(), buffer.writableBytes());
    if (buffer.hasArray()) {
      bytes.readBytes(buffer.array(), buffer.arrayOffset() + buffer.writerIndex(), length);
    } else {
      bytes.getBytes(bytes.readerIndex(), buffer, buffer.writerIndex(), length);
      bytes.skipBytes(length);
    }
    return came(length);
  }

  /// Counts the next bytes, which are in the buffer, and shows them to the reader.
  ///
  /// @return whether there is memory for what the reader has kept of them
  private boolean came(int length) {
    int from = buffer.writerIndex();
    buffer.writerIndex(from + length);
    size += length;
    int kept = show(from, from + length);
    if (kept == readers) {
      return true;
    }
    readers = kept;
    return memory.resize((long) capacity + readers);
  }

  private int show(int from, int to) {
    if (buffer.hasArray()) {
      int offset = buffer.arrayOffset();
      return reader.read(buffer.array(), offset + from, offset + to);
    }
    int kept = readers;
    for (int at = from; at < to; at += WINDOW) {
      int length = Math.min(WINDOW, to - at);
      buffer.getBytes(at, window, 0, length);
      kept = reader.read(window, 0, length);
    }
    return kept;
  }

  /// Takes another buffer, for a body that has `whole` bytes at least: a whole block where there is
  /// memory for it, else no more than is wanted.
  private boolean grow(int whole) {
    int wanted = Math.max(announced >= 0 ? announced : max, whole) - capacity;
    int least = Math.min(wanted, usual(wanted));
    return take(BodyBuffers.capacity(least)) || take(Math.min(least, BodyBuffers.BLOCK));
  }

  /// The size of the next block. Those of a large body become larger as it comes, so that a read
  /// brings much and a slow client has no more memory than twice what it has sent; those at its end
  /// become smaller, so that no more than the end of a usual one is left. On the heap all are
  /// usual.
  private int usual(int wanted) {
    if (large) {
      int more = buffer.isDirect() ? Integer.highestOneBit(Math.min(capacity, wanted)) : 0;
      return Math.clamp(more, BodyBuffers.BLOCK, BodyBuffers.LARGEST);
    }
    return capacity == 0 ? FIRST : BodyBuffers.BLOCK;
  }

  private boolean take(int more) {
    if (!memory.resize((long) capacity + more + readers)) {
      return false;
    }
    if (capacity > 0) {
      full.add(buffer);
    }
    buffer = large ? alloc.ioBuffer(more, more) : alloc.heapBuffer(more, more);
    capacity += buffer.capacity();
    return buffer.capacity() == more || memory.resize((long) capacity + readers);
  }

  /// The whole body; from here on it is the caller's.
  Body take() {
    closed = true;
    return new Body(whole(), memory::close);
  }

  private ByteBuf whole() {
    if (full.isEmpty()) {
      return buffer;
    }
    full.add(buffer);
    return alloc.compositeHeapBuffer(full.size()).addComponents(true, full);
  }

  /// Gives back the buffer and the memory that were not taken over.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      full.forEach(ByteBuf::release);
      buffer.release();
      memory.close();
    }
  }
}
