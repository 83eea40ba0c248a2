package dev.sluice.batches;

import dev.sluice.accounts.store.FileTroubles;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.delegate.DelegateMachine;
import dev.sluice.batches.delegate.DelegateTimes;
import dev.sluice.batches.file.FileHolds;
import dev.sluice.batches.file.FileRefused;
import dev.sluice.batches.file.FileStore;
import dev.sluice.batches.s3.S3Exception;
import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// What all owners of batches work with. Safe for any thread.
///
/// @param node the name of this process for people; empty for none
record BatchWork(
    BatchesConfig config,
    BatchRows rows,
    BatchOwners owners,
    StoredFiles files,
    LogStore logs,
    LineCaller caller,
    Delegates delegates,
    String node,
    Clock clock,
    RandomGenerator random,
    BatchListener listener) {

  /// Whether what went wrong will be well later: a full disk, a store or a bucket that is away. A
  /// value that the store does not take is none of these: it would not take it for ever.
  static boolean isPassing(IOException why) {
    return isFull(why)
        || why instanceof KeyUnknownException
        || (why instanceof FileRefused refused && refused.reason() == FileRefused.Reason.AWAY)
        || (why instanceof S3Exception s3 && s3.isTemporary());
  }

  /// Whether the row of the batch has changed meanwhile, which the next try reads.
  private static boolean isOutdated(IOException why) {
    return why instanceof FileRefused refused && refused.reason() == FileRefused.Reason.INVALID;
  }

  /// Whether what went wrong stays so, however long one waits.
  static boolean isFinal(IOException why) {
    return why instanceof InputGoneException
        || why instanceof InputDamagedException
        || (why instanceof FileRefused refused && refused.reason() == FileRefused.Reason.DAMAGED);
  }

  /// The pause of a batch of which something went wrong that may be well later.
  ///
  /// @param before its pause so far, which stays while the store is away
  static PauseReason pause(IOException why, PauseReason before) {
    if (isFull(why)) {
      return PauseReason.DISK;
    }
    if (why instanceof KeyUnknownException) {
      return PauseReason.KEY;
    }
    return isPassing(why) || isOutdated(why) ? before : PauseReason.FILES;
  }

  /// Whether there was no room.
  static boolean isFull(IOException why) {
    return switch (why) {
      case FileRefused refused -> refused.reason() == FileRefused.Reason.NO_ROOM;
      case S3Exception s3 -> s3.fault() == S3Exception.Fault.FULL;
      default -> FileTroubles.isFull(why);
    };
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
  BatchRun.Parts parts(Ownership ownership) {
    var pacing = new Pacing(config.waiting(), config.running(), random);
    return new BatchRun.Parts(caller, RunRules.USUAL, pacing, listener, guard(ownership));
  }

  /// What the owner of a batch asks before it goes on.
  RunGuard guard(Ownership ownership) {
    return new Guard(ownership, clock, files.store());
  }

  private record Guard(Ownership ownership, Clock clock, FileStore files) implements RunGuard {
    @Override
    public boolean owns() {
      return ownership.holds(clock.nanos());
    }

    @Override
    public boolean hasRoom() {
      return files.room().holds(0);
    }
  }

  /// Decides about what is delegated of a batch.
  DelegateMachine machine() {
    return new DelegateMachine(DelegateTimes.from(config.delegate().poll()), random);
  }

  /// When the window of a batch ends, on the clock that only goes forward, by the wall clock as it
  /// is now.
  long expires(Batch batch) {
    long millis =
        Math.clamp(batch.times().expires() - clock.millis(), 0, config.window().toMillis());
    return clock.nanos() + millis * 1_000_000;
  }

  ResultLog log(Batch batch, long epoch, int lines) throws IOException {
    LogFiles log = logs.of(batch.id());
    return ResultLog.open(log, log.next(epoch), lines, files.seal(batch.id()));
  }

  /// Removes the log of a batch that has ended. What cannot be removed goes with [#sweep].
  void removeLog(String batch) {
    try {
      logs.of(batch).remove();
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
    for (String batch : logged()) {
      if (!rows.read(sql -> BatchTable.keepsLog(sql, batch))) {
        removeLog(batch);
      }
    }
  }

  /// The batches that have logs, as far as these can be listed now: the next turn does the rest.
  private List<String> logged() throws InterruptedException {
    List<String> found = new ArrayList<>();
    try {
      logs.names(some -> some.stream().filter(BatchIds::is).forEach(found::add));
    } catch (IOException later) {
      return found;
    }
    return found;
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
