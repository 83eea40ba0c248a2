package dev.sluice.accounts.ledger;

import dev.sluice.call.text.Plural;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The problem that keeps a ledger from the store. Listeners are told when trouble begins, becomes
/// one of another kind, and ends; not of each new wording, which may count calls.
final class LedgerTrouble {
  private final List<Consumer<Optional<String>>> listeners = new CopyOnWriteArrayList<>();
  private volatile Optional<String> now = Optional.empty();
  private Kind kind = Kind.NONE;

  private enum Kind {
    NONE,
    JOURNAL,
    STORE
  }

  /// The current trouble, for any thread; empty for none.
  Optional<String> now() {
    return now;
  }

  /// Adds a listener for changes. For any thread.
  void onChange(Consumer<Optional<String>> listener) {
    listeners.add(listener);
  }

  /// Takes what is amiss now; that of the journal goes first, for it may lose calls. For one
  /// thread.
  void tell(Optional<String> ofJournal, Optional<String> ofStore) {
    Kind last = kind;
    kind = kind(ofJournal, ofStore);
    Optional<String> next = ofJournal.or(() -> ofStore);
    now = next;
    if (kind != last) {
      listeners.forEach(listener -> listener.accept(next));
    }
  }

  /// What is amiss with a journal; empty for nothing.
  ///
  /// @param journal what it says itself
  /// @param calls how many are summed up in memory, since it had no room for them
  static Optional<String> ofJournal(Optional<String> journal, long calls) {
    return calls > 0
        ? Optional.of(
            "%s; %s %s summed up in memory, and lost if the process dies"
                .formatted(
                    journal.orElse("the journal did not take all"),
                    Plural.of(calls, "call"),
                    Plural.noun(calls, "is", "are")))
        : journal;
  }

  /// The line on calls that are lost at the end of a process.
  static String lost(long calls) {
    return "%s %s summed up in memory, and lost: neither the journal nor the store has taken %s"
        .formatted(
            Plural.of(calls, "call"),
            Plural.noun(calls, "was", "were"),
            Plural.noun(calls, "it", "them"));
  }

  private static Kind kind(Optional<String> ofJournal, Optional<String> ofStore) {
    if (ofJournal.isPresent()) {
      return Kind.JOURNAL;
    }
    return ofStore.isPresent() ? Kind.STORE : Kind.NONE;
  }
}
