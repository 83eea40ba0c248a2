package dev.sluice.batches;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.BatchEvent.LinesEnded;
import dev.sluice.batches.BatchEvent.Unkept;
import dev.sluice.batches.BatchRun.Source;
import dev.sluice.batches.BatchRun.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lines of a batch that are called here: takes its [BatchRun] from step to step, and tells its
/// row. For one thread, but for what says any.
final class LinesRun {
  private static final Duration LOOK_EACH = Duration.ofSeconds(1);

  private final BatchWork work;
  private final OwnedBatch owned;
  private final PauseReporter pause;
  private final WakeUp wakeUp;

  /// When the window ends, in nanoseconds.
  private final long windowEnd;

  private volatile boolean cancelled;
  private volatile boolean stopped;

  /// The run of the lines, while there is one.
  private volatile @Nullable BatchRun run;

  /// @param wakeUp ends the waits of the thread
  LinesRun(BatchWork work, OwnedBatch owned, PauseReporter pause, WakeUp wakeUp, long windowEnd) {
    this.work = work;
    this.owned = owned;
    this.pause = pause;
    this.wakeUp = wakeUp;
    this.windowEnd = windowEnd;
  }

  /// Ends the batch for its client. Any thread.
  void cancel() {
    cancelled = true;
    BatchRun lines = run;
    if (lines != null) {
      lines.cancel();
    }
  }

  /// Ends the batch with its calls under way, since its key was revoked so. Any thread.
  void cut() {
    BatchRun lines = run;
    if (lines != null) {
      lines.cut();
    }
  }

  /// Calls no more lines. Any thread.
  void stop() {
    stopped = true;
    BatchRun lines = run;
    if (lines != null) {
      lines.stop();
    }
  }

  /// Calls the lines.
  ///
  /// @return whether they have ended, so that the files can be written
  boolean call(Source source, ResultLog log)
      throws IOException, StoreException, BatchLostException, InterruptedException {
    var parts = work.parts(owned.ownership());
    var lines = new BatchRun(owned.now(), source, log, parts, windowEnd, wakeUp::wake);
    run = lines;
    if (cancelled) {
      lines.cancel();
    }
    if (stopped) {
      lines.stop();
    }
    try {
      return called(lines, log);
    } finally {
      run = null;
      lines.close();
    }
  }

  private boolean called(BatchRun lines, ResultLog log)
      throws IOException, StoreException, BatchLostException, InterruptedException {
    var progress = new ProgressWriter(work, owned, log, lines::cancel);
    while (true) {
      owned.checkOwner();
      switch (lines.step(work.clock().nanos())) {
        case Step.Wait(long until) -> {
          progress.look();
          pause.tell(owned.now(), lines.pause(), lines.pausedUntil());
          long now = work.clock().nanos();
          wakeUp.await(Math.min(until - now, LOOK_EACH.toNanos()), work.clock()::nanos);
        }
        case Step.Ended(Ending why) -> {
          owned.change(new LinesEnded(why));
          return true;
        }
        case Step.Stopped() -> {
          progress.write();
          return false;
        }
        case Step.Failed failed -> {
          if (stopped) {
            return false;
          }
          if (!log.isBroken()) {
            throw failed.cause();
          }
          owned.change(unkept(failed.why()));
          return true;
        }
      }
    }
  }

  /// No more results can be kept.
  static Unkept unkept(String why) {
    return new Unkept(List.of(new LineError("results_not_kept", 0, "", why)));
  }
}
