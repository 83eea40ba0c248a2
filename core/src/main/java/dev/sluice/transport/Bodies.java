package dev.sluice.transport;

import dev.sluice.call.Room;
import java.util.concurrent.atomic.AtomicLong;

/// The bound, in bytes, on all request bodies that the process holds together, and on the answers
/// that it holds whole. Whoever buffers one reserves its bytes first and releases them when it is
/// dropped.
///
/// Exact and lock-free: what is granted never exceeds the bound, and a reservation that fits is
/// never refused. Safe for any thread.
public final class Bodies implements Room {
  private final long max;
  private final AtomicLong used = new AtomicLong();

  /// @param max the bound in bytes, at least 1
  public Bodies(long max) {
    if (max < 1) {
      throw new IllegalArgumentException("bodies is " + max + " bytes; it must be at least 1");
    }
    this.max = max;
  }

  /// Reserves `bytes` if they fit under the bound. Never waits.
  ///
  /// @param bytes zero or more
  /// @return whether they are reserved; nothing is when they are not
  @Override
  public boolean reserve(long bytes) {
    requireCount(bytes);
    long before = used.get();
    while (bytes <= max - before) {
      long witness = used.compareAndExchange(before, before + bytes);
      if (witness == before) {
        return true;
      }
      before = witness;
    }
    return false;
  }

  /// Gives back `bytes` of what was reserved.
  ///
  /// @throws IllegalStateException if that is more than is reserved, which is a bug of the caller
  @Override
  public void release(long bytes) {
    requireCount(bytes);
    long before = used.get();
    while (true) {
      if (bytes > before) {
        throw new IllegalStateException("%d bytes released, %d reserved".formatted(bytes, before));
      }
      long witness = used.compareAndExchange(before, before - bytes);
      if (witness == before) {
        return;
      }
      before = witness;
    }
  }

  /// The bytes reserved now.
  public long used() {
    return used.get();
  }

  /// The bound in bytes.
  public long max() {
    return max;
  }

  private static void requireCount(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes is " + bytes + "; it must not be negative");
    }
  }
}
