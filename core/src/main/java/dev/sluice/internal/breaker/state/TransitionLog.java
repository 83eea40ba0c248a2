package dev.sluice.internal.breaker.state;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// A circuit's state and its changes. Written under admission's lock, read by any thread.
public final class TransitionLog {
  private final Map<Transition, AtomicLong> counts;
  private volatile State state = State.CLOSED;

  /// @param counts where changes are counted; safe for any thread
  public TransitionLog(Map<Transition, AtomicLong> counts) {
    this.counts = counts;
  }

  public void note(Transition transition) {
    counts.computeIfAbsent(transition, _ -> new AtomicLong()).incrementAndGet();
    state = transition.to();
  }

  public State state() {
    return state;
  }
}
