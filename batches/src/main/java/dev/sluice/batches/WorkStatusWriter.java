package dev.sluice.batches;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Writes into the row of a batch which node works on it, and why that calls no lines, where it is
/// another thing than was written last, and once a second at most. Nobody waits for a write; one
/// that fails is made again with the next look. For one thread.
final class WorkStatusWriter {
  private static final long EACH = Duration.ofSeconds(1).toNanos();
  private static final long MILLI = 1_000_000;

  private final BatchWork work;
  private final Ownership ownership;
  private @Nullable Said written;
  private @Nullable Writing writing;
  private long next;

  /// @param until on the clock that only goes forward, in nanoseconds; 0 without a pause
  private record Said(PauseReason pause, long until) {}

  private record Writing(Said said, CompletableFuture<Boolean> done) {}

  WorkStatusWriter(BatchWork work, Ownership ownership) {
    this.work = work;
    this.ownership = ownership;
    this.next = work.clock().nanos();
  }

  void look(Batch batch, PauseReason pause, long until) {
    Writing last = writing;
    if (last != null && last.done().isDone()) {
      writing = null;
      written = last.done().isCompletedExceptionally() ? written : last.said();
    }
    var said = new Said(pause, pause == PauseReason.NONE ? 0 : until);
    long now = work.clock().nanos();
    if (writing == null && !said.equals(written) && now - next >= 0) {
      next = now + EACH;
      writing = new Writing(said, begin(batch, said, now));
    }
  }

  private CompletableFuture<Boolean> begin(Batch batch, Said said, long now) {
    long wait = Math.max(0, said.until() - now) / MILLI;
    long until = said.pause() == PauseReason.NONE ? 0 : work.clock().millis() + wait;
    var status = new BatchWorkStatus(batch, work.node(), said.pause(), until);
    return work.rows().begin(sql -> WorkStatusTable.tell(sql, status, ownership.epoch()));
  }
}
