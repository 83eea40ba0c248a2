package dev.sluice.internal.breaker;

import dev.sluice.stats.State;
import dev.sluice.stats.Transition;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A circuit's state and its changes. Written under admission's lock, read by any thread.
final class TransitionLog {
  private final Map<Transition, AtomicLong> counts;
  private final Consumer<Transition> noted;
  private volatile State state = State.CLOSED;

  /// @param counts the counts of changes; safe for any thread
  /// @param noted told of each change, once it holds
  public TransitionLog(Map<Transition, AtomicLong> counts, Consumer<Transition> noted) {
    this.counts = counts;
    this.noted = noted;
  }

  public void note(Transition transition) {
    counts.computeIfAbsent(transition, _ -> new AtomicLong()).incrementAndGet();
    state = transition.to();
    noted.accept(transition);
  }

  public State state() {
    return state;
  }
}
