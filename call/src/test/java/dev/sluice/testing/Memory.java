package dev.sluice.testing;

import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import java.util.concurrent.atomic.AtomicLong;

/// A memory budget for a test that says how much there is, and sees what is left behind. Exact.
public final class Memory implements MemoryBudget {
  private final AtomicLong used = new AtomicLong();

  /// How much there is.
  public volatile long max = Long.MAX_VALUE;

  /// Whether there is little left.
  public volatile boolean tight;

  @Override
  public Reservation reserve(Use use, String owner) {
    return new Part();
  }

  @Override
  public boolean tight(String owner) {
    return tight;
  }

  @Override
  public long used() {
    return used.get();
  }

  private final class Part implements Reservation {
    private long held;
    private boolean closed;

    @Override
    public synchronized boolean resize(long bytes) {
      boolean fits = !closed && (bytes <= held || used.get() + bytes - held <= max);
      if (fits) {
        used.addAndGet(bytes - held);
        held = bytes;
      }
      return fits;
    }

    @Override
    public synchronized void close() {
      closed = true;
      used.addAndGet(-held);
      held = 0;
    }
  }
}
