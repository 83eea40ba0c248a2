package dev.sluice.accounts.ledger;

import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.budget.Period.Window;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.ledger.BatchReader.Tagged;
import dev.sluice.accounts.ledger.Entry.Located;
import dev.sluice.accounts.ledger.SpendTable.OfKey;
import dev.sluice.accounts.ledger.SpendTable.Span;
import dev.sluice.accounts.ledger.UnitTable.OfKind;
import dev.sluice.accounts.store.Sql;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The spend in the windows of now before this process began: the sums of the store, and the
/// entries of earlier processes that are in the journal alone. Confined to one thread.
final class SpentBefore {
  /// A time that is longer than any call takes, in milliseconds.
  private static final long LONGEST_CALL = Duration.ofDays(7).toMillis();

  private static final String FIRST_MONTH = "0000-01";
  private static final String LAST_MONTH = "9999-12";

  private final Map<String, Set<Period>> owners;
  private final ZoneId zone;
  private final long now;
  private final Map<Spent, Long> sums = new HashMap<>();
  private List<Tagged> tags = List.of();
  private List<OfKind> kinds = List.of();

  private record Spent(String owner, Window window) {}

  /// Makes the sums of the windows at `now`.
  ///
  /// @param owners the periods of the budgets of each owner, as [Spender] has it
  SpentBefore(Map<String, Set<Period>> owners, ZoneId zone, long now) {
    this.owners = owners;
    this.zone = zone;
    this.now = now;
  }

  /// Adds the sums that a store knows.
  ///
  /// @param node the journal whose entries are not all in the store
  /// @return up to which place they are
  JournalPlace addStored(Sql sql, String node) {
    String month = SpendKey.month(day(now - LONGEST_CALL));
    tags = SpendTable.tags(sql, month);
    kinds = UnitTable.kinds(sql, month);
    for (Period period : Period.values()) {
      if (owners.values().stream().anyMatch(periods -> periods.contains(period))) {
        Window window = period.window(now, zone);
        addStored(paid(sql, period, window), window);
      }
    }
    return JournalTable.find(sql, node).map(JournalTable.Known::place).orElse(JournalPlace.START);
  }

  /// What the store has of one owner's window.
  ///
  /// @param owner as [Spender] has it
  static long of(Sql sql, String owner, Window window, ZoneId zone) {
    return switch (Period.ofWindow(window.name())) {
      case DAY, WEEK ->
          SpendTable.paid(
              sql,
              Span.DAY,
              Days.of(window.from(), zone),
              Days.of(window.until() - 1, zone),
              owner);
      case MONTH -> SpendTable.paid(sql, Span.MONTH, window.name(), window.name(), owner);
      case TOTAL -> SpendTable.paid(sql, Span.MONTH, FIRST_MONTH, LAST_MONTH, owner);
    };
  }

  private List<OfKey> paid(Sql sql, Period period, Window window) {
    return switch (period) {
      case DAY, WEEK -> SpendTable.paid(sql, Span.DAY, day(window.from()), day(window.until() - 1));
      case MONTH -> SpendTable.paid(sql, Span.MONTH, window.name(), window.name());
      case TOTAL -> SpendTable.paid(sql, Span.MONTH, FIRST_MONTH, LAST_MONTH);
    };
  }

  private String day(long at) {
    return Days.of(at, zone);
  }

  private void addStored(List<OfKey> rows, Window window) {
    for (OfKey row : rows) {
      add(row, window);
    }
  }

  /// Adds the entries of the journal that the store does not have.
  ///
  /// @param from up to which place the store has them
  /// @param until where the entries of this process begin
  void addJournal(JournalReader reader, JournalPlace from, JournalPlace until) {
    Optional<Located> next = reader.next();
    while (next.isPresent() && next.get().at().compareTo(until) < 0) {
      if (next.get().at().compareTo(from) >= 0) {
        addEntry(next.get().entry());
      }
      next = reader.next();
    }
  }

  private void addEntry(Entry entry) {
    var opened = entry.paid().opened();
    var row =
        new OfKey(
            opened.team(),
            opened.key(),
            entry.payer() == Entry.Payer.GATEWAY,
            entry.paid().nanos());
    Arrays.stream(Period.values())
        .map(period -> period.window(now, zone))
        .filter(window -> window.from() <= opened.at() && opened.at() < window.until())
        .forEach(window -> add(row, window));
  }

  /// Adds a row to the owners whose budgets count it: what the gateway has paid is of no key's and
  /// no team's budget.
  private void add(OfKey row, Window window) {
    if (!row.gateway()) {
      add(Spender.key(row.key()), window, row.nanos());
      add(Spender.team(row.team()), window, row.nanos());
    }
    add(Spender.ALL, window, row.nanos());
  }

  private void add(String owner, Window window, long nanos) {
    if (owners.getOrDefault(owner, Set.of()).contains(Period.ofWindow(window.name()))) {
      sums.merge(new Spent(owner, window), nanos, Long::sum);
    }
  }

  /// The tags that the store counts calls of this month by, and of the one before it where calls of
  /// that may still end.
  List<Tagged> tags() {
    return tags;
  }

  /// The kinds that the store counts pictures of these months by.
  List<OfKind> kinds() {
    return kinds;
  }

  /// Hands the sums over to the budgets.
  void restore(Budgets budgets) {
    sums.forEach((spent, nanos) -> budgets.restore(spent.owner(), spent.window().name(), nanos));
  }
}
