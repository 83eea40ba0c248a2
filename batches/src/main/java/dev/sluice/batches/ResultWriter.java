package dev.sluice.batches;

import dev.sluice.batches.LogFiles.Pace;
import dev.sluice.batches.LogRecord.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/// Writes results to a log. Those for which the disk has no room wait; no more come than lines are
/// out. For one thread.
final class ResultWriter {
  /// How long to wait before the disk is tried again.
  static final Optional<Duration> AGAIN = Optional.of(Duration.ofSeconds(1));

  private final ResultLog log;
  private final RunGuard guard;
  private final Queue<Result> unwritten = new ArrayDeque<>();
  private Pause trouble = Pause.NONE;
  private String reason = "";

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Result(int line, Kind kind, Tokens used, byte[] bytes, Runnable written) {}

  /// @param guard knows whether results may be written
  ResultWriter(ResultLog log, RunGuard guard) {
    this.log = log;
    this.guard = guard;
  }

  /// Takes the result of a line.
  ///
  /// @param written called when it does not wait any more
  void add(int line, Kind kind, Tokens used, byte[] bytes, Runnable written) {
    unwritten.add(new Result(line, kind, used, bytes, written));
  }

  /// Writes what waits.
  ///
  /// @return whether there was room for all of it, and for all before it
  /// @throws IOException if it cannot be written for another reason
  boolean write() throws IOException {
    if (log.isHolding()) {
      return false;
    }
    for (Result one = unwritten.peek(); one != null; one = unwritten.peek()) {
      checkOwner();
      try {
        log.append(one.line(), one.kind(), one.used(), one.bytes());
      } catch (IOException e) {
        return passes(e);
      }
      unwritten.remove().written().run();
    }
    return true;
  }

  private void checkOwner() throws IOException {
    if (!guard.owns()) {
      throw new IOException("the lease has ended: another process may have the batch");
    }
  }

  /// Drops what waits.
  void drop() {
    for (Result one = unwritten.poll(); one != null; one = unwritten.poll()) {
      one.written().run();
    }
  }

  /// Whether a failure is over: never, but one for want of room, or one that is tried again until
  /// it succeeds, ends nothing.
  private boolean passes(IOException why) throws IOException {
    boolean full = BatchWork.isFull(why);
    if ((full || log.isLate()) && !log.isBroken()) {
      trouble = full ? Pause.DISK : Pause.FILES;
      reason = String.valueOf(why.getMessage());
      return false;
    }
    throw why;
  }

  /// The pause that the last failure is worth.
  Pause trouble() {
    return trouble;
  }

  /// Why the last failure was one.
  String reason() {
    return reason;
  }

  /// How often to make results durable.
  Pace pace() {
    return log.pace();
  }

  /// Whether nothing waits to be written.
  boolean isEmpty() {
    return unwritten.isEmpty();
  }

  /// Whether all lines have results.
  boolean isComplete() {
    return log.isComplete();
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
