package dev.sluice.breaker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// A circuit's state and its changes. Written under admission's lock, read by anybody.
final class Journal {
  private final Map<Change, AtomicLong> counts = new ConcurrentHashMap<>();
  private volatile State state = State.CLOSED;

  void note(Change change) {
    counts.computeIfAbsent(change, _ -> new AtomicLong()).incrementAndGet();
    state = change.to();
  }

  State state() {
    return state;
  }

  long count(Change change) {
    AtomicLong counted = counts.get(change);
    return counted == null ? 0 : counted.get();
  }
}
