package dev.sluice.internal.breaker;

import dev.sluice.call.request.Operation;
import dev.sluice.internal.breaker.state.State;
import dev.sluice.internal.breaker.state.Transition;
import dev.sluice.internal.breaker.state.TransitionLog;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// The statistics of a target's circuits for one operation: several where routes treat it
/// differently, or where it passes names on. Safe for any thread.
public final class BreakerStats {
  private final String target;
  private final Operation operation;
  private final Queue<TransitionLog> journals = new ConcurrentLinkedQueue<>();
  private final Map<Transition, AtomicLong> counts = new ConcurrentHashMap<>();

  /// Those of other breakers of the target that are shown with it.
  private final List<BreakerStats> others;

  BreakerStats(String target, Operation operation) {
    this(target, operation, List.of());
  }

  private BreakerStats(String target, Operation operation, List<BreakerStats> others) {
    this.target = target;
    this.operation = operation;
    this.others = List.copyOf(others);
  }

  /// The statistics of several breakers of one target and operation, as one.
  ///
  /// @param same one at least
  static BreakerStats together(List<BreakerStats> same) {
    BreakerStats first = same.getFirst();
    return same.size() == 1 ? first : new BreakerStats(first.target, first.operation, same);
  }

  /// The target, as `provider/model`.
  public String target() {
    return target;
  }

  /// The operation that the target is asked for.
  public Operation operation() {
    return operation;
  }

  /// The state; of several the most closed off.
  public State state() {
    return Stream.concat(
            journals.stream().map(TransitionLog::state), others.stream().map(BreakerStats::state))
        .max(State::compareTo)
        .orElse(State.CLOSED);
  }

  /// How often it has changed for this reason.
  public long changes(Transition why) {
    AtomicLong counted = counts.get(why);
    long own = counted == null ? 0 : counted.get();
    return own + others.stream().mapToLong(other -> other.changes(why)).sum();
  }

  TransitionLog journal() {
    var log = new TransitionLog(counts);
    journals.add(log);
    return log;
  }

  /// The circuit of `log` is gone; its changes stay counted.
  void forget(TransitionLog log) {
    journals.remove(log);
  }
}
