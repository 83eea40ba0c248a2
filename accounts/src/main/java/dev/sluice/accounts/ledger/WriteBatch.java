package dev.sluice.accounts.ledger;

import java.util.List;
import java.util.Optional;

/// The rows that are written to the store at once.
///
/// @param from up to which place the store has everything
/// @param end the place behind the last entry
/// @param sums in their order
/// @param units in theirs
/// @param filter which calls the stretch of the journal that ends with it holds, where one does
/// @param more whether there is more to be written at once
public record WriteBatch(
    JournalPlace from,
    JournalPlace end,
    List<SpendSum> sums,
    List<UnitSum> units,
    List<Block> blocks,
    Optional<CallFilter> filter,
    boolean more) {
  public boolean isEmpty() {
    return sums.isEmpty();
  }
}
