package dev.sluice.accounts.ledger;

import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.ledger.BatchReader.Tagged;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Budgets that are to learn what was spent before this process began: by the store, and by what
/// the journal has behind that. Where other processes spend from them too, the store has what was
/// spent of each window, and the journal what earlier processes of it had not told yet.
///
/// @param owners the periods of the budgets of each owner
/// @param own where the calls of this process begin in the journal
/// @param leases those of this process; empty where it spends alone
record BudgetRestore(
    Budgets budgets,
    Supplier<Map<String, Set<Period>>> owners,
    Journal journal,
    JournalPlace own,
    ZoneId zone,
    Optional<MoneyLeases> leases) {

  /// What was there before.
  ///
  /// @param place up to which the store has the journal
  /// @param tags those that the store counts calls by
  /// @param kinds those that it counts pictures by
  record Before(JournalPlace place, List<Tagged> tags, List<UnitTable.OfKind> kinds) {}

  /// Tells the budgets. Waits.
  ///
  /// @param now the time of day, in milliseconds
  /// @return empty where the system does not give a page of the journal
  Optional<Before> restore(Store store, long now) throws StoreException, InterruptedException {
    Map<String, Set<Period>> all = owners.get();
    var spent = new SpentBefore(leases.isPresent() ? Map.of() : all, zone, now);
    JournalPlace place = store.read(sql -> spent.addStored(sql, journal.node()));
    JournalReader before = journal.read(place);
    spent.addJournal(before, place, own);
    if (before.isHeldUp()) {
      return Optional.empty();
    }
    spent.restore(budgets);
    var former = new FormerLeases(journal.node(), all, zone, now);
    if (leases.isPresent() && !takeOver(store, place, former, leases.get())) {
      return Optional.empty();
    }
    tellMissing(place);
    return Optional.of(new Before(place, spent.tags(), spent.kinds()));
  }

  /// Takes over what earlier processes of this journal have spent, and begins to lease.
  ///
  /// @return false where the system does not give a page of the journal: nothing is taken over then
  private boolean takeOver(Store store, JournalPlace place, FormerLeases former, MoneyLeases to)
      throws StoreException, InterruptedException {
    JournalReader behind = journal.read(store.read(sql -> former.read(sql, place)));
    former.addJournal(behind, own);
    if (behind.isHeldUp()) {
      return false;
    }
    boolean _ = store.await(store.lease(sql -> former.takeOver(sql, to.table(), own)));
    former.restore(budgets);
    to.begin();
    return true;
  }

  /// Tells if the segment of a place is missing: the store has read the segment up to there, which
  /// stays for that long.
  private void tellMissing(JournalPlace place) {
    if (journal.lacks(place)) {
      journal.tell(
          "%s has lost its segment %d, up to which the store has everything: what came behind it is lost"
              .formatted(journal.path(), place.segment()));
    }
  }
}
