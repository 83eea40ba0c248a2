package dev.sluice.report.heartbeat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The times in which the whole process stood still (a collection, a stopped machine, no processor
/// to be had), as a thread sees them that does nothing but sleep: what it oversleeps is a pause.
///
/// Source: jHiccup (Tene).
///
/// Threads: [#awake] is told by one thread; may be asked by any.
final class ProcessPauses {
  /// How long the thread sleeps at a time.
  static final Duration SLEEP = Duration.ofMillis(20);

  private static final long SLEEP_NANOS = SLEEP.toNanos();
  private static final long LEAST_NANOS = Duration.ofMillis(15).toNanos();
  private static final int KEPT = 32;

  // Confined to the telling thread.
  private final Deque<Pause> last = new ArrayDeque<>();

  private volatile long told;
  private volatile List<Pause> pauses = List.of();

  private record Pause(long from, long to) {
    long within(long since, long until) {
      return Math.max(0, Math.min(to, until) - Math.max(from, since));
    }
  }

  /// Makes a detector that has seen no pause.
  ///
  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  ProcessPauses(long now) {
    this.told = now;
  }

  /// The thread has slept for [#SLEEP], or longer.
  void awake(long now) {
    long due = told + SLEEP_NANOS;
    if (now - due > LEAST_NANOS) {
      last.addLast(new Pause(due, now));
      if (last.size() > KEPT) {
        last.removeFirst();
      }
      pauses = List.copyOf(last);
    }
    told = now;
  }

  /// Whether the process stood still for half of the time between two instants.
  ///
  /// @param now the later one
  boolean explain(long from, long now) {
    long paused = new Pause(told + SLEEP_NANOS, now).within(from, now);
    for (Pause pause : pauses) {
      paused += pause.within(from, now);
    }
    return 2 * paused >= now - from;
  }
}
