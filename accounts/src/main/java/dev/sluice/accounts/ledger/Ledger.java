package dev.sluice.accounts.ledger;

import dev.sluice.accounts.budget.BudgetLedger;
import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.store.Store;
import dev.sluice.call.runtime.Clock;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The ledger of a process: what every call has cost, once. A call's thread notes the beginning and
/// the end of its call in the journal, which is mapped memory, and waits for nothing; a thread of
/// the ledger's own writes them to the store.
///
/// Where the store is away the journal grows, to its bound; beyond it calls are summed up on the
/// heap. Both are written when the store is back.
public final class Ledger implements BudgetLedger {
  private final Journal journal;
  private final boolean removed;
  private final Overflow overflow;
  private final LedgerThread thread;

  private Ledger(
      LedgerConfig config, Journal journal, boolean removed, LedgerThread.Sources sources) {
    this.journal = journal;
    this.removed = removed;
    this.overflow = new Overflow(config.zone());
    this.thread = new LedgerThread(config, journal, overflow, sources);
  }

  /// Opens the journal. Takes a twentieth of a second, and a second for each gigabyte that the
  /// store has not taken yet.
  ///
  /// @param store the store, where it is open; asked again and again
  /// @param names the name of a key, by its id
  /// @throws JournalException if the journal cannot be opened; it says why
  public static Ledger open(
      LedgerConfig config,
      Supplier<Optional<Store>> store,
      UnaryOperator<String> names,
      Clock clock)
      throws JournalException {
    Journal journal = Journal.open(config.folder(), config.sizes(), clock, new SecureRandom());
    var mark = JournalMark.of(config.folder());
    boolean removed = mark.isThere() && journal.isNew();
    mark.make();
    return new Ledger(config, journal, removed, new LedgerThread.Sources(store, names, clock));
  }

  @Override
  public void begin(Budgets budgets, Supplier<Map<String, Set<Period>>> owners) {
    thread.begin(budgets, owners);
  }

  @Override
  public List<String> notices() {
    List<String> notices = new ArrayList<>(journal.notices());
    if (removed) {
      notices.add(
          "the journal %s was removed, or all of its segments were: what the store does not have of it is lost"
              .formatted(journal.path()));
    }
    return List.copyOf(notices);
  }

  @Override
  public void onNotice(Consumer<String> listener) {
    journal.onNotice(listener);
  }

  @Override
  public Optional<String> trouble() {
    return thread.trouble();
  }

  @Override
  public boolean isKept() {
    return thread.isKept();
  }

  @Override
  public void onTrouble(Consumer<Optional<String>> listener) {
    thread.onTrouble(listener);
  }

  @Override
  public OpenSpend opened(Opened call) {
    OpenCalls.Noted noted = journal.openCalls().open(call);
    return paid -> settled(noted, Entry.of(paid));
  }

  private void settled(OpenCalls.Noted call, Entry end) {
    if (!journal.append(end, call)) {
      overflow.add(end);
    }
    journal.openCalls().close(call);
  }

  /// Records what the gateway pays; it counts in no budget.
  @Override
  public void wasted(Wasted attempt) {
    record(Entry.of(attempt), journal, overflow);
  }

  /// Appends an entry, or sums it up where the journal does not take it.
  static void record(Entry entry, Journal journal, Overflow overflow) {
    if (!journal.append(entry)) {
      overflow.add(entry);
    }
  }

  /// Writes what there is to the store, if it takes it within 10 s, and ends. What the store has
  /// not taken is in the journal; what neither has taken is told, and lost.
  @Override
  public void close() {
    thread.close();
    journal.close();
  }
}
