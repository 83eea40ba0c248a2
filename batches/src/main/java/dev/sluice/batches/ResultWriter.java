package dev.sluice.batches;

import dev.sluice.accounts.store.FileTroubles;
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
  private final Queue<Result> unwritten = new ArrayDeque<>();

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Result(int line, Kind kind, Tokens used, byte[] bytes, Runnable written) {}

  ResultWriter(ResultLog log) {
    this.log = log;
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
      try {
        log.append(one.line(), one.kind(), one.used(), one.bytes());
      } catch (IOException e) {
        return passes(e);
      }
      unwritten.remove().written().run();
    }
    return true;
  }

  /// Drops what waits.
  void drop() {
    for (Result one = unwritten.poll(); one != null; one = unwritten.poll()) {
      one.written().run();
    }
  }

  /// Whether a failure is over: never, but one for want of room ends nothing.
  private boolean passes(IOException why) throws IOException {
    if (FileTroubles.isFull(why) && !log.isBroken()) {
      return false;
    }
    throw why;
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
    try {
      log.sync();
      return true;
    } catch (IOException e) {
      return passes(e);
    }
  }
}
