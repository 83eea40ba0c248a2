package dev.sluice;

import dev.sluice.call.Room;
import java.util.concurrent.atomic.AtomicLong;

/// Room for a test that says how much there is, and sees what is left behind.
public final class Memory implements Room {
  private final AtomicLong used = new AtomicLong();

  /// How much there is.
  public volatile long max = Long.MAX_VALUE;

  @Override
  public boolean reserve(long bytes) {
    if (used.get() + bytes > max) {
      return false;
    }
    used.addAndGet(bytes);
    return true;
  }

  @Override
  public void release(long bytes) {
    used.addAndGet(-bytes);
  }

  /// How much is set aside.
  public long used() {
    return used.get();
  }
}
