package dev.sluice.server.memory;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/// Where the buffers of requests' bodies come from: a free list of blocks of one size on the heap.
/// Smaller buffers are those of Netty's default allocator, whose chunks are used again only when
/// all of a chunk is free, so that with many large bodies under way it makes nearly each of them
/// anew, for the collector to copy (docs/adr/0109).
///
/// Safe for any thread, and without locks: event loops take blocks, and calls' threads, which loops
/// carry, give them back.
public final class BodyBuffers extends AbstractByteBufAllocator {
  /// The size of a block: as much as a read from a socket gives at most.
  public static final int BLOCK = 64 * 1024;

  /// Free blocks take this part of the largest heap at most.
  private static final int HEAP_PART = 32;

  /// The process's.
  public static final BodyBuffers POOL =
      new BodyBuffers((int) (Runtime.getRuntime().maxMemory() / HEAP_PART / BLOCK));

  private final ConcurrentLinkedDeque<byte[]> free = new ConcurrentLinkedDeque<>();
  private final AtomicInteger count = new AtomicInteger();
  private final int most;

  /// @param most how many free blocks are kept
  BodyBuffers(int most) {
    super(false);
    this.most = most;
  }

  /// The capacity of the buffer to ask for where `wanted` bytes are to come, at most a block: a
  /// whole block where more than half of it would be used.
  public static int capacity(int wanted) {
    return wanted > BLOCK / 2 ? BLOCK : wanted;
  }

  /// How many free blocks are kept.
  int free() {
    return count.get();
  }

  /// Keeps no block that is free now.
  void clear() {
    while (free.poll() != null) {
      count.decrementAndGet();
    }
  }

  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    return initialCapacity == BLOCK && maxCapacity == BLOCK
        ? toLeakAwareBuffer(new Block())
        : ByteBufAllocator.DEFAULT.heapBuffer(initialCapacity, maxCapacity);
  }

  @Override
  protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
    return ByteBufAllocator.DEFAULT.directBuffer(initialCapacity, maxCapacity);
  }

  @Override
  public boolean isDirectBufferPooled() {
    return ByteBufAllocator.DEFAULT.isDirectBufferPooled();
  }

  private byte[] take() {
    byte[] block = free.poll();
    if (block == null) {
      return new byte[BLOCK];
    }
    count.decrementAndGet();
    return block;
  }

  private void giveBack(byte[] block) {
    if (count.incrementAndGet() <= most) {
      free.push(block);
    } else {
      count.decrementAndGet();
    }
  }

  private final class Block extends UnpooledHeapByteBuf {
    Block() {
      super(BodyBuffers.this, take(), BLOCK);
      clear();
    }

    @Override
    protected void freeArray(byte[] array) {
      if (array.length == BLOCK) {
        giveBack(array);
      }
    }
  }
}
