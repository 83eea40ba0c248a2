package dev.sluice.server.memory;

import java.lang.ref.SoftReference;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Free blocks of one size that the collector may take before memory runs out. Large bodies that
/// end together give back more than is kept for certain; what is dropped then has grown old, and
/// would let the heap grow to its largest before it is collected.
///
/// Safe for any thread, and without locks.
final class SpareBlocks {
  private final long most;
  private volatile SoftReference<Kept> kept = new SoftReference<>(new Kept());

  private static final class Kept {
    private final Deque<byte[]> blocks = new ConcurrentLinkedDeque<>();
    private final AtomicLong bytes = new AtomicLong();
  }

  /// @param most how many bytes the blocks have together
  SpareBlocks(long most) {
    this.most = most;
  }

  /// Takes a block; null where there is none.
  byte @Nullable [] poll() {
    Kept now = kept.get();
    byte[] block = now == null ? null : now.blocks.poll();
    if (now != null && block != null) {
      now.bytes.addAndGet(-block.length);
    }
    return block;
  }

  /// Keeps a block, if there is room for it.
  void offer(byte[] block) {
    Kept now = kept.get();
    if (now == null) {
      now = new Kept();
      kept = new SoftReference<>(now);
    }
    if (now.bytes.addAndGet(block.length) <= most) {
      now.blocks.push(block);
    } else {
      now.bytes.addAndGet(-block.length);
    }
  }

  /// How many bytes the blocks have together.
  long bytes() {
    Kept now = kept.get();
    return now == null ? 0 : now.bytes.get();
  }

  void clear() {
    kept = new SoftReference<>(new Kept());
  }
}
