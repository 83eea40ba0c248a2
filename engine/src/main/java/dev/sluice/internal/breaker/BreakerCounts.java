package dev.sluice.internal.breaker;

import dev.sluice.call.Notice;
import dev.sluice.call.request.Operation;
import dev.sluice.stats.BreakerStats;
import dev.sluice.stats.State;
import dev.sluice.stats.Transition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The statistics of a target's circuits for one operation: several where routes treat it
/// differently, or where it passes names on. Safe for any thread.
final class BreakerCounts implements BreakerStats {
  private final String target;
  private final Operation operation;
  private final Queue<TransitionLog> journals = new ConcurrentLinkedQueue<>();
  private final Map<Transition, AtomicLong> counts = new ConcurrentHashMap<>();

  /// The counts of other breakers of the target, which are shown together with these.
  private final List<BreakerCounts> others;

  private final Consumer<Notice> notices;

  /// Why the circuit last changed; empty while it never did.
  private volatile Optional<Transition> last = Optional.empty();

  /// Whether an operator was told that it is open. Guarded by admission's lock.
  private boolean told;

  /// @param notices told when it opens, and when it is closed again
  BreakerCounts(String target, Operation operation, Consumer<Notice> notices) {
    this(target, operation, notices, List.of());
  }

  private BreakerCounts(
      String target, Operation operation, Consumer<Notice> notices, List<BreakerCounts> others) {
    this.target = target;
    this.operation = operation;
    this.notices = notices;
    this.others = List.copyOf(others);
  }

  /// Returns the statistics of several breakers of one target and operation, as one.
  ///
  /// @param same the counts of at least one breaker
  static BreakerCounts together(List<BreakerCounts> same) {
    BreakerCounts first = same.getFirst();
    return same.size() == 1
        ? first
        : new BreakerCounts(first.target, first.operation, first.notices, same);
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public Operation operation() {
    return operation;
  }

  @Override
  public State state() {
    return states().max(State::compareTo).orElse(State.CLOSED);
  }

  @Override
  public State best() {
    return states().min(State::compareTo).orElse(State.CLOSED);
  }

  private Stream<State> states() {
    return Stream.concat(
        journals.stream().map(TransitionLog::state),
        others.stream().flatMap(BreakerCounts::states));
  }

  @Override
  public long changes(Transition why) {
    AtomicLong counted = counts.get(why);
    long own = counted == null ? 0 : counted.get();
    return own + others.stream().mapToLong(other -> other.changes(why)).sum();
  }

  @Override
  public Optional<Transition> lastChange() {
    return last.or(() -> others.stream().flatMap(other -> other.lastChange().stream()).findFirst());
  }

  private void changed(Transition why) {
    last = Optional.of(why);
    State now = state();
    boolean news = told ? now == State.CLOSED : now == State.OPEN;
    if (news) {
      told = !told;
      String word = why.name().toLowerCase(Locale.ROOT);
      notices.accept(new Notice.Circuit(target, operation, told, word));
    }
  }

  TransitionLog journal() {
    var log = new TransitionLog(counts, this::changed);
    journals.add(log);
    return log;
  }

  /// Forgets the circuit of `log`; its changes stay counted.
  void forget(TransitionLog log) {
    journals.remove(log);
  }
}
