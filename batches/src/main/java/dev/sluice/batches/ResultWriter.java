package dev.sluice.batches;

import dev.sluice.batches.LogFiles.SyncInterval;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Writes results to a log. Those for which the disk has no room wait; no more come than lines are
/// out. For one thread.
final class ResultWriter {
  /// How long to wait before the disk is tried again.
  static final Optional<Duration> AGAIN = Optional.of(Duration.ofSeconds(1));

  private final ResultLog log;
  private final RunGuard guard;
  private final Queue<Unwritten> unwritten = new ArrayDeque<>();
  private PauseReason trouble = PauseReason.NONE;
  private @Nullable IOException failure;

  private record Unwritten(int line, KeptResult result, Runnable written) {
    void appendTo(ResultLog log) throws IOException {
      log.append(line, result.kind(), result.used(), result.bytes());
    }
  }

  /// @param guard knows whether results may be written
  ResultWriter(ResultLog log, RunGuard guard) {
    this.log = log;
    this.guard = guard;
  }

  /// Takes the result of a line.
  ///
  /// @param written called when it does not wait any more
  void add(int line, KeptResult result, Runnable written) {
    unwritten.add(new Unwritten(line, result, written));
  }

  /// Writes what waits.
  ///
  /// @return whether there was room for all of it, and for all before it
  /// @throws IOException if it cannot be written for another reason
  boolean write() throws IOException {
    if (log.isHolding()) {
      return false;
    }
    boolean room = true;
    while (room && !unwritten.isEmpty()) {
      room = writeNext();
    }
    return room;
  }

  private boolean writeNext() throws IOException {
    checkOwner();
    try {
      unwritten.element().appendTo(log);
    } catch (IOException e) {
      return passes(e);
    }
    unwritten.remove().written().run();
    return true;
  }

  /// Fails where another process may have the batch.
  void checkOwner() throws IOException {
    if (!guard.owns()) {
      throw new IOException("the lease has ended: another process may have the batch");
    }
  }

  /// Whether there is room on the disk for further results.
  boolean hasRoom() {
    return guard.hasRoom();
  }

  /// Drops what waits.
  void drop() {
    for (Unwritten one = unwritten.poll(); one != null; one = unwritten.poll()) {
      one.written().run();
    }
  }

  /// Whether a failure is over: never, but one for want of room, or one that is tried again until
  /// it succeeds, ends nothing.
  private boolean passes(IOException why) throws IOException {
    boolean full = BatchWork.isFull(why);
    if ((full || log.isLate()) && !log.isBroken()) {
      trouble = full ? PauseReason.DISK : PauseReason.FILES;
      failure = why;
      return false;
    }
    throw why;
  }

  /// The pause that the last failure is worth.
  PauseReason trouble() {
    return trouble;
  }

  /// Why the last failure was one.
  String reason() {
    return String.valueOf(failure().getMessage());
  }

  /// The last failure.
  IOException failure() {
    IOException last = failure;
    return last == null ? new IOException("the results are not on the disk yet") : last;
  }

  /// How often to make results durable.
  SyncInterval syncInterval() {
    return log.syncInterval();
  }

  /// Whether nothing waits to be written.
  boolean isEmpty() {
    return unwritten.isEmpty();
  }

  /// Whether all lines have results.
  boolean isComplete() {
    return log.isComplete();
  }

  boolean isDone(int line) {
    return log.isDone(line);
  }

  /// Whether the result of a line is noted to be paid for.
  boolean isPaid(int line) {
    return log.isPaid(line);
  }

  /// Notes that the result of a line is paid for.
  ///
  /// @return whether there was room for the note; else this process alone knows
  boolean pay(int line) throws IOException {
    checkOwner();
    try {
      log.pay(line);
      return true;
    } catch (IOException e) {
      return passes(e);
    }
  }

  int nextMissing(int from) {
    return log.nextMissing(from);
  }

  int unsynced() {
    return log.unsynced();
  }

  /// Returns when all that is written is on the disk.
  ///
  /// @return whether there was room for it
  boolean sync() throws IOException {
    checkOwner();
    try {
      log.sync();
      return true;
    } catch (IOException e) {
      return passes(e);
    }
  }
}
