package dev.sluice.server.edge;

import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.server.memory.BodyBuffers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/// A collector of a request's body in buffers on the heap, which shows each part as it comes.
/// Memory is reserved and taken as bytes arrive, whatever length was announced, so that an
/// announcement alone costs nothing but the turn of other large bodies. What has come is never
/// moved: a large body is a list of buffers.
final class BodyIntake implements AutoCloseable {
  private static final int FIRST = 16 * 1024;

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
    while (bytes.isReadable()) {
      if ((!buffer.isWritable() && !grow((int) whole)) || !copy(bytes)) {
        return Taken.NO_ROOM;
      }
    }
    return Taken.YES;
  }

  /// Copies bytes into the buffer's array itself: a copy from buffer to buffer makes three views.
  ///
  /// @return whether there is memory for what the reader has kept of it
  private boolean copy(ByteBuf bytes) {
    int length = Math.min(bytes.readableBytes(), buffer.writableBytes());
    int at = buffer.arrayOffset() + buffer.writerIndex();
    bytes.readBytes(buffer.array(), at, length);
    buffer.writerIndex(buffer.writerIndex() + length);
    size += length;
    int kept = reader.read(buffer.array(), at, at + length);
    if (kept == readers) {
      return true;
    }
    readers = kept;
    return memory.resize((long) capacity + readers);
  }

  /// Takes another buffer, for a body that has `whole` bytes at least: a whole block where there is
  /// memory for it, else no more than is wanted.
  private boolean grow(int whole) {
    int usual = capacity == 0 ? FIRST : BodyBuffers.BLOCK;
    int wanted = Math.max(announced >= 0 ? announced : max, whole) - capacity;
    int least = Math.min(wanted, usual);
    return take(BodyBuffers.capacity(least)) || take(least);
  }

  private boolean take(int more) {
    if (!memory.resize((long) capacity + more + readers)) {
      return false;
    }
    if (capacity > 0) {
      full.add(buffer);
    }
    capacity += more;
    buffer = alloc.heapBuffer(more, more);
    return true;
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
