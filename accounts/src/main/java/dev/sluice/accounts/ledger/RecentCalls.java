package dev.sluice.accounts.ledger;

import dev.sluice.accounts.ledger.block.Block;
import dev.sluice.accounts.ledger.block.BlockReader;
import dev.sluice.accounts.ledger.journal.Entry;
import dev.sluice.accounts.ledger.journal.field.EntryView;
import dev.sluice.accounts.ledger.journal.field.EntryView.Field;
import dev.sluice.accounts.ledger.journal.field.TextCache;
import dev.sluice.accounts.ledger.table.BlockTable;
import dev.sluice.accounts.ledger.table.BlockTable.Stored;
import dev.sluice.accounts.store.Sql;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds the calls of a key, the newest first.
///
/// Calls are in the order in which they began, blocks in that in which their calls have ended:
/// calls of several blocks lie between one another. So blocks are read by when their last call
/// began, the newest first, until there are enough calls that began later than any of the next
/// block.
final class RecentCalls {
  /// How many blocks are read at once, at first and at most.
  private static final int FIRST = 4;

  private static final int MOST = 256;

  private static final Comparator<Found> NEWEST_FIRST =
      Comparator.comparing(Found::place, Comparator.reverseOrder());

  private final String key;
  private final Place before;
  private final int most;
  private final TextCache texts = new TextCache();

  /// Those found.
  private final List<Found> found = new ArrayList<>();

  /// A call that began before is of no use: there are enough that began later.
  private long least = Long.MIN_VALUE;

  /// Where a page of calls ends: the place of a call among all, which have one order.
  ///
  /// @param began when it began
  /// @param segment that of its place in its journal
  /// @param position likewise
  /// @param journal the journal's number in the store
  record Place(long began, long segment, long position, long journal) implements Comparable<Place> {
    static final Place LATEST =
        new Place(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    private static final int NUMBERS = 4;
    private static final Comparator<Place> ORDER =
        Comparator.comparingLong(Place::began)
            .thenComparingLong(Place::segment)
            .thenComparingLong(Place::position)
            .thenComparingLong(Place::journal);

    /// Reads a cursor.
    static Place of(String cursor) {
      try {
        List<Long> numbers = Cursors.values(cursor, NUMBERS).stream().map(Long::parseLong).toList();
        return new Place(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("the cursor `" + cursor + "` makes no sense", e);
      }
    }

    String text() {
      return Cursors.text(
          List.of(
              Long.toString(began),
              Long.toString(segment),
              Long.toString(position),
              Long.toString(journal)));
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private record Found(SpentCall call, Place place) {}

  private RecentCalls(String key, Place before, int most) {
    this.key = key;
    this.before = before;
    this.most = most;
  }

  static Spend.Calls of(Sql sql, String key, Place before, int most) {
    var calls = new RecentCalls(key, before, most);
    if (sql.isPostgres()) {
      calls.find(sql);
    } else {
      calls.findInFiles(sql);
    }
    return calls.page();
  }

  private Spend.Calls page() {
    return new Spend.Calls(
        found.stream().map(Found::call).toList(),
        found.size() < most ? Optional.empty() : Optional.of(found.getLast().place().text()));
  }

  /// The newest file first, until there are enough.
  private void findInFiles(Sql sql) {
    for (String name : BlockTable.files(sql)) {
      if (found.size() < most) {
        sql.beside(name, file -> BlockTable.isIn(file) ? find(file) : 0);
      }
    }
  }

  private int find(Sql sql) {
    var behind = BlockTable.Place.before(Block.slotEnd(before.began()));
    int count = FIRST;
    boolean more = true;
    while (more) {
      List<Stored> blocks = BlockTable.newest(sql, key, before.began(), behind, count);
      blocks.forEach(this::add);
      trim();
      more = blocks.size() == count && blocks.getLast().place().last() >= least;
      behind = blocks.isEmpty() ? behind : blocks.getLast().place();
      count = Math.min(count * 2, MOST);
    }
    return found.size();
  }

  private void add(Stored block) {
    var from = new BlockReader(block.calls(), block.place().position());
    while (from.advance()) {
      EntryView entry = from.entry();
      var place =
          new Place(
              entry.began(), block.place().segment(), from.position(), block.place().journal());
      if (entry.began() >= least && place.compareTo(before) < 0) {
        found.add(new Found(call(entry), place));
      }
    }
  }

  private void trim() {
    found.sort(NEWEST_FIRST);
    if (found.size() >= most) {
      found.subList(most, found.size()).clear();
      least = found.getLast().place().began();
    }
  }

  private SpentCall call(EntryView entry) {
    return new SpentCall(
        entry.text(Field.CALL),
        entry.text(Field.TEAM, texts),
        entry.text(Field.KEY, texts),
        entry.text(Field.MODEL, texts),
        entry.text(Field.TARGET, texts),
        (entry.isOfGateway() ? Entry.Payer.GATEWAY : Entry.Payer.KEY).word(),
        entry.text(Field.REASON, texts),
        entry.text(Field.OUTCOME, texts),
        entry.began(),
        entry.ended(),
        entry.meters(),
        entry.nanos(),
        entry.isEstimated(),
        !entry.isPriced());
  }
}
