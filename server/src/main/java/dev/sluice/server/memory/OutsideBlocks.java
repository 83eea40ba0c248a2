package dev.sluice.server.memory;

import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Blocks of memory outside of the heap, with a free list for each size, a power of two. What has
/// been taken of the system stays until [#clear], since such memory is given back by the collector
/// alone, which does not see how much of it is in use.
///
/// Safe for any thread, and without locks.
final class OutsideBlocks {
  private final long most;

  /// The free blocks of each size, by the logarithm of that.
  private final List<Deque<ByteBuffer>> free =
      Stream.<Deque<ByteBuffer>>generate(ConcurrentLinkedDeque::new).limit(Integer.SIZE).toList();

  private final AtomicLong bytes = new AtomicLong();

  /// @param most how many bytes the blocks have together, free or not
  OutsideBlocks(long most) {
    this.most = most;
  }

  /// Takes a block of `size` bytes; null where there is no room for another one.
  @Nullable ByteBuffer take(int size) {
    ByteBuffer block = blocks(size).poll();
    return block == null ? another(size) : block;
  }

  private @Nullable ByteBuffer another(int size) {
    if (bytes.addAndGet(size) <= most) {
      try {
        return ByteBuffer.allocateDirect(size);
      } catch (OutOfMemoryError full) {
        // Others have taken what the JVM has for such memory; the heap has room.
      }
    }
    bytes.addAndGet(-size);
    return null;
  }

  /// Takes a block back.
  void giveBack(ByteBuffer block) {
    blocks(block.capacity()).push(block);
  }

  /// How many bytes the blocks have together, free or not.
  long bytes() {
    return bytes.get();
  }

  /// Drops the blocks that are free now.
  void clear() {
    for (Deque<ByteBuffer> blocks : free) {
      ByteBuffer block = blocks.poll();
      while (block != null) {
        bytes.addAndGet(-block.capacity());
        block = blocks.poll();
      }
    }
  }

  private Deque<ByteBuffer> blocks(int size) {
    return free.get(Integer.numberOfTrailingZeros(size));
  }
}
