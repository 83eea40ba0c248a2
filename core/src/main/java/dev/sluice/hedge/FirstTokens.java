package dev.sluice.hedge;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// How long the first tokens of one target took lately. Reading takes no lock.
final class FirstTokens {
  /// Fewer say nothing about one in forty.
  private static final int LEAST = 80;

  private static final int KEPT = 512;
  private static final int EVERY = 16;
  private static final double LATE = 0.975;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final long[] nanos = new long[KEPT];

  @GuardedBy("lock")
  private int count;

  private volatile long late;

  /// One took so long, or at least so long.
  void add(Duration took) {
    lock.lock();
    try {
      nanos[count % KEPT] = took.toNanos();
      count++;
      if (count >= LEAST && count % EVERY == 0) {
        late = quantile();
      }
    } finally {
      lock.unlock();
    }
  }

  /// What 97.5 of 100 do not exceed; empty until enough is known.
  Optional<Duration> late() {
    return late == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(late));
  }

  @GuardedBy("lock")
  private long quantile() {
    long[] sorted = Arrays.copyOf(nanos, Math.min(count, KEPT));
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(LATE * sorted.length) - 1];
  }
}
