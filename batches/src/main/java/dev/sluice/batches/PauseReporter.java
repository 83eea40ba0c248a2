package dev.sluice.batches;

import dev.sluice.batches.BatchOwners.Taken;
import java.io.IOException;
import java.time.Duration;

/// Tells of the pauses of one batch when they begin, and when they end; of those that follow each
/// other closely, as those of a budget in use do, one a minute. In the row of the batch they stand
/// as they are. Told by one thread.
final class PauseReporter {
  private static final Duration EACH = Duration.ofMinutes(1);

  private final BatchWork work;
  private final WorkStatusWriter row;
  private long next;

  /// Read by any thread.
  private volatile PauseReason told = PauseReason.NONE;

  PauseReporter(BatchWork work, Taken taken) {
    this.work = work;
    this.row = new WorkStatusWriter(work, taken.ownership());
    this.next = work.clock().nanos();
  }

  /// Why the batch calls no lines now.
  PauseReason told() {
    return told;
  }

  /// @param until when lines are tried again, in nanoseconds of the clock that only goes forward
  void tell(Batch batch, PauseReason now, long until) {
    row.look(batch, now, until);
    long time = work.clock().nanos();
    if (now != told && (isOfDisk(now) || isOfDisk(told) || time - next >= 0)) {
      next = time + EACH.toNanos();
      work.listener().paused(batch, now);
    }
    told = now;
  }

  /// Tells that something went wrong which may be well later.
  void tell(Batch batch, IOException why, ErrorBackoff troubles) {
    tell(batch, BatchWork.pause(why, told), work.clock().nanos() + troubles.coming());
  }

  private static boolean isOfDisk(PauseReason why) {
    return why == PauseReason.DISK || why == PauseReason.FILES;
  }
}
