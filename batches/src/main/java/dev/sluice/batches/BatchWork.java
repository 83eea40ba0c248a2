package dev.sluice.batches;

import dev.sluice.accounts.store.FileTroubles;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.file.FileHolds;
import dev.sluice.batches.file.FileRefused;
import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/// What all owners of batches work with. Safe for any thread.
record BatchWork(
    BatchesConfig config,
    BatchRows rows,
    BatchOwners owners,
    StoredFiles files,
    LineCaller caller,
    Clock clock,
    RandomGenerator random,
    BatchListener listener) {

  /// Whether what went wrong may be well later: a full disk, a store that is away.
  static boolean isPassing(IOException why) {
    return isFull(why)
        || (why instanceof FileRefused refused
            && switch (refused.reason()) {
              case AWAY, INVALID -> true;
              default -> false;
            });
  }

  /// Whether what went wrong stays so, however long one waits.
  static boolean isFinal(IOException why) {
    return why instanceof InputGoneException
        || (why instanceof FileRefused refused && refused.reason() == FileRefused.Reason.DAMAGED);
  }

  /// The pause of a batch of which something went wrong that may be well later.
  ///
  /// @param before its pause so far, which stays while the store is away
  static Pause pause(IOException why, Pause before) {
    return isFull(why) ? Pause.DISK : isPassing(why) ? before : Pause.FILES;
  }

  /// Whether there was no room.
  static boolean isFull(IOException why) {
    return why instanceof FileRefused refused
        ? refused.reason() == FileRefused.Reason.NO_ROOM
        : FileTroubles.isFull(why);
  }

  BatchInputs inputs() {
    return files;
  }

  /// Writes the files of results for an owner.
  Finisher finisher(Ownership ownership) {
    return new Finisher(files.results(ownership));
  }

  LineRules rules(BatchOrder order) {
    int largest = Math.min(LineRules.LONGEST, caller.largest());
    return new LineRules(order.endpoint(), config.lines(), largest, caller.models(order));
  }

  /// What a run of lines works with.
  BatchRun.Parts parts() {
    var pacing = new Pacing(config.waiting(), config.running(), random);
    return new BatchRun.Parts(caller, RunRules.USUAL, pacing, listener);
  }

  /// When the window of a batch ends, on the clock that only goes forward: the wall clock is asked
  /// once, so that a jump of it ends no batch that runs.
  long expires(Batch batch) {
    long millis =
        Math.clamp(batch.times().expires() - clock.millis(), 0, config.window().toMillis());
    return clock.nanos() + millis * 1_000_000;
  }

  ResultLog log(Batch batch, long epoch, int lines) throws IOException {
    return ResultLog.open(logs(batch.id()), epoch, lines, files.seal(batch.id()));
  }

  private LogFolder logs(String batch) {
    return new LogFolder(config.folder().resolve(batch));
  }

  /// Removes the log of a batch that has ended. What cannot be removed goes with [#sweep].
  void removeLog(String batch) {
    try {
      logs(batch).remove();
    } catch (IOException e) {
      listener.trouble(batch, "its log cannot be removed: " + e.getMessage());
    }
  }

  /// Removes rows of batches that ended long ago, and the logs that batches have left which have
  /// ended: those of a process that was killed before it removed them. The log of a batch that
  /// failed stays as long as its row: it may have results that are in no file.
  void sweep() throws StoreException, InterruptedException {
    long before = clock.millis() - config.retention().toMillis();
    int _ = rows.write(sql -> BatchTable.dropEnded(sql, before));
    for (String left : LogFolder.names(config.folder())) {
      if (BatchIds.is(left) && !rows.read(sql -> BatchTable.keepsLog(sql, left))) {
        removeLog(left);
      }
    }
  }

  /// Lets go what a batch holds that this process works on no more. A part of a transaction.
  ///
  /// @param ended whether the batch has ended
  void release(Sql sql, String id, boolean ended) {
    if (ended) {
      FileHolds.end(sql, id);
    }
    owners.release(sql, List.of(id), ended);
  }
}
