package dev.sluice.call.runtime;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;

/// Bugs on their way to the log, in the order in which they came. One of the threads that report
/// writes what all of them have to say, and none waits for it: a log takes a lock while it writes,
/// and a loop that waited for that behind a thread which it carries would wait for ever
/// (docs/adr/0040). A report that nobody else is writing beside is written when it has been added.
///
/// Safe for any thread, and without locks of its own.
final class BugQueue {
  private final int most;
  private final BiConsumer<String, Throwable> log;
  private final LongConsumer logLost;
  private final Queue<Bug> bugs = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicBoolean writing = new AtomicBoolean();

  private record Bug(String what, Throwable why) {}

  /// @param most how many bugs wait at most; those beyond are lost
  /// @param log writes a bug; may wait
  /// @param logLost writes how many were lost since that was last said; may wait
  BugQueue(int most, BiConsumer<String, Throwable> log, LongConsumer logLost) {
    this.most = most;
    this.log = log;
    this.logLost = logLost;
  }

  /// Adds a bug, and writes what waits unless another thread does.
  void add(String what, Throwable why) {
    if (waiting.incrementAndGet() <= most) {
      bugs.add(new Bug(what, why));
    } else {
      waiting.decrementAndGet();
      lost.incrementAndGet();
    }
    // Another thread may have found nothing just before, and be about to leave; or its log failed,
    // and nobody has written since what waits.
    while (!bugs.isEmpty() && writing.compareAndSet(false, true)) {
      try {
        writeAll();
      } finally {
        writing.set(false);
      }
    }
  }

  private void writeAll() {
    for (Bug bug = bugs.poll(); bug != null; bug = bugs.poll()) {
      waiting.decrementAndGet();
      log.accept(bug.what(), bug.why());
    }
    long since = lost.getAndSet(0);
    if (since > 0) {
      logLost.accept(since);
    }
  }
}
