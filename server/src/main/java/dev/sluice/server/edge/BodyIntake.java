package dev.sluice.server.edge;

import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Reservation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/// Collects a request's body in one buffer on the heap, and shows each part as it comes. Memory is
/// reserved and taken as bytes arrive, whatever length was announced, so that an announcement alone
/// costs nothing.
final class BodyIntake implements AutoCloseable {
  private static final int FIRST = 16 * 1024;

  /// The result for a part of the body.
  enum Taken {
    YES,
    /// The body is above the limit.
    TOO_LARGE,
    /// There is no memory for it.
    NO_ROOM
  }

  /// Looks at what has come, as it comes.
  @FunctionalInterface
  interface Reader {
    /// Reads `a` from `from` to `to`, which may change when this has returned.
    void read(byte[] a, int from, int to);
  }

  private final Reservation memory;
  private final int max;
  private final int announced;
  private final ByteBufAllocator alloc;
  private final Reader reader;
  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
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

  /// How many bytes have arrived.
  int size() {
    return buffer.readableBytes();
  }

  /// Takes a part of the body; `bytes` stays the caller's.
  Taken add(ByteBuf bytes) {
    long size = (long) buffer.writerIndex() + bytes.readableBytes();
    if (size > max) {
      return Taken.TOO_LARGE;
    }
    if (size > buffer.capacity() && !grow((int) size)) {
      return Taken.NO_ROOM;
    }
    if (bytes.isReadable()) {
      copy(bytes);
    }
    return Taken.YES;
  }

  /// Into the array itself: a copy from buffer to buffer makes three views.
  private void copy(ByteBuf bytes) {
    int length = bytes.readableBytes();
    int at = buffer.arrayOffset() + buffer.writerIndex();
    bytes.readBytes(buffer.array(), at, length);
    buffer.writerIndex(buffer.writerIndex() + length);
    reader.read(buffer.array(), at, at + length);
  }

  private boolean grow(int needed) {
    long doubled = Math.max(needed, 2L * buffer.capacity());
    long wanted = announced >= 0 ? announced : max;
    int capacity = (int) Math.max(needed, Math.min(Math.max(doubled, FIRST), wanted));
    if (!memory.resize(capacity)) {
      return false;
    }
    if (buffer.capacity() == 0) {
      buffer = alloc.heapBuffer(capacity, max);
    } else {
      buffer.capacity(capacity);
    }
    return true;
  }

  /// The whole body; from here on it is the caller's.
  Body take() {
    closed = true;
    return new Body(buffer, memory::close);
  }

  /// Gives back what was not taken.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      buffer.release();
      memory.close();
    }
  }
}
