package dev.sluice.breaker;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// A circuit's state and its changes. Written under admission's lock, read by anybody.
final class Journal {
  private final Map<Change, AtomicLong> counts;
  private volatile State state = State.CLOSED;

  /// @param counts where changes are counted; safe for any thread
  Journal(Map<Change, AtomicLong> counts) {
    this.counts = counts;
  }

  void note(Change change) {
    counts.computeIfAbsent(change, _ -> new AtomicLong()).incrementAndGet();
    state = change.to();
  }

  State state() {
    return state;
  }
}
