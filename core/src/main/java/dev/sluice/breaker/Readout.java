package dev.sluice.breaker;

import dev.sluice.call.Operation;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What may be seen of a target's circuits for one operation: several where routes treat it
/// differently. Safe for any thread.
public final class Readout {
  private final String target;
  private final Operation operation;
  private final List<Journal> journals = new CopyOnWriteArrayList<>();

  Readout(String target, Operation operation) {
    this.target = target;
    this.operation = operation;
  }

  /// The target, as `provider/model`.
  public String target() {
    return target;
  }

  /// What it is asked.
  public Operation operation() {
    return operation;
  }

  /// The state; of several the most closed off.
  public State state() {
    return journals.stream().map(Journal::state).max(State::compareTo).orElse(State.CLOSED);
  }

  /// How often it has changed for this reason.
  public long changes(Change why) {
    return journals.stream().mapToLong(journal -> journal.count(why)).sum();
  }

  Journal journal() {
    var journal = new Journal();
    journals.add(journal);
    return journal;
  }
}
