package dev.sluice.server.memory;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.util.internal.PlatformDependent;
import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// An allocator of the buffers of requests' bodies: free lists of blocks, whose sizes are powers of
/// two. Smaller buffers are those of Netty's default allocator, whose chunks are used again only
/// when all of a chunk is free, so that with many large bodies under way it makes nearly each of
/// them anew, for the collector to copy (docs/adr/0109).
///
/// Blocks are on the heap, where bodies are scanned. Those of large bodies, which are asked for by
/// [#ioBuffer], are outside of it as long as there is room: sockets read and write them as they are
/// (docs/adr/0227).
///
/// Safe for any thread, and without locks: event loops take blocks, and calls' threads, which loops
/// carry, give them back.
public final class BodyBuffers extends AbstractByteBufAllocator {
  /// The size of the blocks that most of a body lies in: as much as a read from a socket gives at
  /// most, where it goes to a buffer of Netty's.
  public static final int BLOCK = 64 * 1024;

  /// The size of the largest blocks, which large bodies are read to.
  public static final int LARGEST = 512 * 1024;

  /// The size of the smallest blocks, in bytes.
  private static final int SMALLEST = 8 * 1024;

  /// The part of the largest heap that free blocks take at most.
  private static final int HEAP_PART = 32;

  /// How many times as much the largest free blocks may take as long as there is memory.
  private static final int SPARE = 3;

  /// The part of the memory for buffers outside of the heap that blocks take at most.
  private static final int OUTSIDE_PART = 4;

  /// The allocator that the whole process shares.
  public static final BodyBuffers POOL =
      new BodyBuffers(
          Runtime.getRuntime().maxMemory() / HEAP_PART,
          PlatformDependent.maxDirectMemory() / OUTSIDE_PART);

  /// The free blocks of each size, by the logarithm of that.
  private final List<Deque<byte[]>> free =
      Stream.<Deque<byte[]>>generate(ConcurrentLinkedDeque::new).limit(Integer.SIZE).toList();

  private final AtomicLong bytes = new AtomicLong();
  private final long most;
  private final SpareBlocks spare;
  private final OutsideBlocks outside;

  /// @param most how many bytes free blocks on the heap have together that are kept for certain
  /// @param outside how many bytes all blocks outside of the heap have together
  BodyBuffers(long most, long outside) {
    super(false);
    this.most = most;
    this.spare = new SpareBlocks(SPARE * most);
    this.outside = new OutsideBlocks(outside);
  }

  /// The capacity of the buffer to ask for where `wanted` bytes are to come, at most a block: that
  /// of the smallest block which holds them, of which more than half is used.
  public static int capacity(int size) {
    boolean block = size > SMALLEST / 2;
    return block ? Integer.highestOneBit(size - 1) << 1 : size;
  }

  /// How many bytes the free blocks on the heap have together.
  long free() {
    return bytes.get() + spare.bytes();
  }

  /// How many bytes the blocks outside of the heap have together, free or not.
  long outside() {
    return outside.bytes();
  }

  /// Drops the blocks that are free now.
  void clear() {
    spare.clear();
    outside.clear();
    for (Deque<byte[]> blocks : free) {
      byte[] block = blocks.poll();
      while (block != null) {
        bytes.addAndGet(-block.length);
        block = blocks.poll();
      }
    }
  }

  /// A block outside of the heap. Where there is no room for another one it is the largest smaller
  /// one that is free there, down to [#BLOCK], or else such a block on the heap.
  @Override
  public ByteBuf ioBuffer(int initialCapacity, int maxCapacity) {
    if (initialCapacity != maxCapacity || !isBlock(initialCapacity)) {
      return heapBuffer(initialCapacity, maxCapacity);
    }
    int size = initialCapacity;
    ByteBuffer block = outside.take(size);
    while (block == null && size > BLOCK) {
      size /= 2;
      block = outside.take(size);
    }
    return block == null ? heapBuffer(size, size) : toLeakAwareBuffer(new OutsideBlock(block));
  }

  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    return initialCapacity == maxCapacity && isBlock(initialCapacity)
        ? toLeakAwareBuffer(new Block(initialCapacity))
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

  private static boolean isBlock(int size) {
    return size >= SMALLEST && size <= LARGEST && Integer.bitCount(size) == 1;
  }

  private byte[] take(int size) {
    byte[] block = blocks(size).poll();
    if (block != null) {
      bytes.addAndGet(-size);
      return block;
    }
    byte[] another = size == BLOCK ? spare.poll() : null;
    return another == null ? new byte[size] : another;
  }

  private void giveBack(byte[] block) {
    if (bytes.addAndGet(block.length) <= most) {
      blocks(block.length).push(block);
    } else {
      bytes.addAndGet(-block.length);
      if (block.length == BLOCK) {
        spare.offer(block);
      }
    }
  }

  private Deque<byte[]> blocks(int size) {
    return free.get(Integer.numberOfTrailingZeros(size));
  }

  private final class Block extends UnpooledHeapByteBuf {
    Block(int size) {
      super(BodyBuffers.this, take(size), size);
      clear();
    }

    @Override
    protected void freeArray(byte[] array) {
      if (isBlock(array.length)) {
        giveBack(array);
      }
    }
  }

  private final class OutsideBlock extends UnpooledDirectByteBuf {
    private final ByteBuffer block;

    OutsideBlock(ByteBuffer block) {
      super(BodyBuffers.this, block, block.capacity());
      this.block = block;
      clear();
    }

    @Override
    protected void deallocate() {
      super.deallocate();
      outside.giveBack(block);
    }
  }
}
