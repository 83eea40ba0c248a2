package dev.sluice.accounts.ledger;

import dev.sluice.accounts.store.Sql;
import java.util.function.UnaryOperator;

/// A writer of batches of a journal to a store, each once: the sums and the place up to which they
/// go change in one transaction, and a batch that does not begin at the place that the store knows
/// is not written. So it does not matter whether a commit that failed was one.
///
/// Calls one by one lie in other files of SQLite, whose commits are not one with that of the sums
/// when the log is a WAL (https://sqlite.org/lang_attach.html). They are written before it, and
/// again with the batch that takes the place of one that failed.
///
/// @param node the id of the journal
/// @param names the name of a key, by its id
public record BatchWriter(String node, UnaryOperator<String> names) {

  /// Writes a batch.
  ///
  /// @return up to which place the store has everything; another one than the batch's end where the
  ///   store knew another one than its beginning, and nothing was written
  public JournalPlace write(Sql sql, WriteBatch batch) {
    JournalTable.Known journal = JournalTable.of(sql, node);
    if (!journal.place().equals(batch.from())) {
      return journal.place();
    }
    BlockTable.write(sql, batch, journal.id());
    SpendTable.add(sql, batch.sums(), names);
    UnitTable.add(sql, batch.units());
    JournalTable.move(sql, journal.id(), batch.end());
    return batch.end();
  }
}
