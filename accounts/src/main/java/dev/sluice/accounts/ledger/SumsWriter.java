package dev.sluice.accounts.ledger;

import dev.sluice.accounts.store.Sql;
import java.util.List;
import java.util.function.UnaryOperator;

/// A writer of sums that stand in no journal, since the journal did not take them, to the store.
/// They have places of their own, as if they stood in a second journal, so that each is counted
/// once whatever becomes of a commit. Confined to the thread of the ledger, but for [#write].
final class SumsWriter {
  /// The ending that is put behind the id of the journal.
  private static final String SUFFIX = "/sums";

  private final BatchWriter writer;
  private final long process;

  /// The place up to which the store has the sums, as it has said last.
  private JournalPlace written = JournalPlace.START;

  /// The place behind the sums that are to be written.
  private JournalPlace end;

  private List<Entry> entries = List.of();

  /// @param node the id of the journal
  /// @param names the name of a key, by its id
  /// @param process a number that no process of this journal had before
  public SumsWriter(String node, UnaryOperator<String> names, long process) {
    this.writer = new BatchWriter(node + SUFFIX, names);
    this.process = process;
    this.end = new JournalPlace(process, 0);
  }

  /// Whether the store has confirmed all sums.
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /// How many calls the sums are of.
  public long calls() {
    return entries.stream().mapToLong(Entry::calls).sum();
  }

  /// Takes the next sums; to be called where there are none to write.
  public void take(List<Entry> next) {
    entries = next;
    end = new JournalPlace(process, end.position() + 1);
  }

  /// The batch to be written, and again until it is confirmed.
  public WriteBatch batch(BatchReader reader) {
    return reader.sums(entries, written, end);
  }

  /// Writes a batch, as [BatchWriter#write] does. For the thread of a store.
  public JournalPlace write(Sql sql, WriteBatch batch) {
    return writer.write(sql, batch);
  }

  /// Notes that the store has everything up to a place: all, or not yet where it knew another one.
  public void written(JournalPlace place) {
    written = place;
    if (place.equals(end)) {
      entries = List.of();
    }
  }
}
