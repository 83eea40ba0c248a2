package dev.sluice.accounts.ledger;

import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.budget.Period.Window;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.ledger.Entry.Located;
import dev.sluice.accounts.ledger.LeaseTable.OwnedWindow;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.store.Sql;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The leases that earlier processes of a journal have left: what each has spent is what it had
/// written, and what the journal has behind that place. Nothing else may be under way of them.
/// Where there is no lease of a window, what the store lacks of it counts. Confined to one thread.
final class FormerLeases {
  private final String journal;
  private final ZoneId zone;
  private final long now;
  private final Map<String, Set<Period>> owners;
  private final Map<OwnedWindow, Left> left = new HashMap<>();
  private final Map<OwnedWindow, Long> spent = new TreeMap<>();
  private JournalPlace stored = JournalPlace.START;

  /// A sum, up to a place of the journal.
  private record Left(long spent, JournalPlace place) {
    Left plus(Left other) {
      JournalPlace later = place.compareTo(other.place) < 0 ? other.place : place;
      return new Left(Money.plus(spent, other.spent), later);
    }
  }

  /// @param journal the id of the journal
  /// @param owners the periods of the budgets of each owner, as [Spender] has it
  FormerLeases(String journal, Map<String, Set<Period>> owners, ZoneId zone, long now) {
    this.journal = journal;
    this.owners = owners;
    this.zone = zone;
    this.now = now;
  }

  /// The name of a process of a journal.
  ///
  /// @param segment the first of its segments
  static String process(String journal, long segment) {
    return prefix(journal) + segment;
  }

  /// Reads the leases.
  ///
  /// @param stored up to which place the store has the journal
  /// @return from which place on the journal is needed
  JournalPlace read(Sql sql, JournalPlace stored) {
    sql.query(
        "select l.owner as owner, l.period_window as period_window, spent, segment, position, since, until from money_leases l join money_windows w on w.owner = l.owner and w.period_window = l.period_window where starts_with(process, ?)",
        this::add,
        prefix(journal));
    this.stored = stored;
    return left.values().stream()
        .map(Left::place)
        .reduce(stored, (a, b) -> a.compareTo(b) < 0 ? a : b);
  }

  private OwnedWindow add(Sql.Row row) {
    var window = new Window(row.text("period_window"), row.number("since"), row.number("until"));
    OwnedWindow key = new OwnedWindow(row.text("owner"), window);
    var place = new JournalPlace(row.number("segment"), row.number("position"));
    left.merge(key, new Left(row.number("spent"), place), Left::plus);
    spent.merge(key, row.number("spent"), Money::plus);
    return key;
  }

  /// Adds the entries of the journal that are in no lease.
  ///
  /// @param until where the entries of this process begin
  void addJournal(JournalReader reader, JournalPlace until) {
    Optional<Located> next = reader.next();
    while (next.isPresent() && next.get().at().compareTo(until) < 0) {
      add(next.get());
      next = reader.next();
    }
  }

  private void add(Located located) {
    Entry entry = located.entry();
    var opened = entry.paid().opened();
    for (Period period : Period.values()) {
      Window window = period.window(opened.at(), zone);
      if (entry.payer() == Entry.Payer.KEY) {
        add(new OwnedWindow(Spender.key(opened.key()), window), located);
        add(new OwnedWindow(Spender.team(opened.team()), window), located);
      }
      add(new OwnedWindow(Spender.ALL, window), located);
    }
  }

  private void add(OwnedWindow key, Located located) {
    Left lease = left.get(key);
    boolean counts =
        lease == null
            ? located.at().compareTo(stored) >= 0 && isBudget(key)
            : located.at().compareTo(lease.place()) >= 0;
    if (counts) {
      spent.merge(key, located.entry().paid().nanos(), Money::plus);
    }
  }

  private boolean isBudget(OwnedWindow key) {
    Period period = Period.ofWindow(key.name());
    return key.window().holds(now) && owners.getOrDefault(key.owner(), Set.of()).contains(period);
  }

  /// Writes what was spent as a lease of this process, in the place of theirs. To be done again
  /// where nobody knows whether it was.
  ///
  /// @param own where the entries of this process begin
  boolean takeOver(Sql sql, LeaseTable table, JournalPlace own) {
    table.write(sql, spent, own);
    sql.update(
        "delete from money_leases where starts_with(process, ?) and process <> ?",
        prefix(journal),
        table.process());
    sql.update(
        "update money_windows set large = '', large_until = 0 where starts_with(large, ?)",
        prefix(journal));
    return true;
  }

  /// Hands over to the budgets what was spent in windows of now.
  void restore(Budgets budgets) {
    spent.forEach(
        (key, nanos) -> {
          if (key.window().holds(now)) {
            budgets.restore(key.owner(), key.name(), nanos);
          }
        });
  }

  private static String prefix(String journal) {
    return journal + "/";
  }
}
