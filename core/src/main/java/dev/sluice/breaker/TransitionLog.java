package dev.sluice.breaker;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// A circuit's state and its changes. Written under admission's lock, read by anybody.
final class TransitionLog {
  private final Map<Transition, AtomicLong> counts;
  private volatile State state = State.CLOSED;

  /// @param counts where changes are counted; safe for any thread
  TransitionLog(Map<Transition, AtomicLong> counts) {
    this.counts = counts;
  }

  void note(Transition transition) {
    counts.computeIfAbsent(transition, _ -> new AtomicLong()).incrementAndGet();
    state = transition.to();
  }

  State state() {
    return state;
  }
}
