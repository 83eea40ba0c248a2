package dev.sluice.batches;

import java.time.Duration;

/// Tells of the pauses of one batch when they begin, and when they end; of those that follow each
/// other closely, as those of a budget in use do, one a minute. Told by one thread.
final class PauseTeller {
  private static final Duration EACH = Duration.ofMinutes(1);

  private final BatchWork work;
  private long next;

  /// Read by any thread.
  private volatile Pause told = Pause.NONE;

  PauseTeller(BatchWork work) {
    this.work = work;
    this.next = work.clock().nanos();
  }

  /// Why the batch calls no lines now.
  Pause told() {
    return told;
  }

  void tell(Batch batch, Pause now) {
    long time = work.clock().nanos();
    if (now != told && (isOfDisk(now) || isOfDisk(told) || time - next >= 0)) {
      next = time + EACH.toNanos();
      work.listener().paused(batch, now);
    }
    told = now;
  }

  private static boolean isOfDisk(Pause why) {
    return why == Pause.DISK || why == Pause.FILES;
  }
}
