package dev.sluice.accounts.ledger;

import dev.sluice.accounts.ledger.block.Block;
import dev.sluice.accounts.ledger.block.BlockReader;
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

/// Finds the calls of keys, the newest first, all of them or those that match.
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

  private static final String ANSWERED = "answered";
  private static final String CANCELLED = "cancelled";

  private final Spend.Which which;
  private final Place before;
  private final int most;
  private final TextCache texts = new TextCache();

  /// Those found.
  private final List<Found> found = new ArrayList<>();

  /// A call that began before is of no use: it is not asked for, or there are enough that began
  /// later.
  private long least;

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

    /// In front of all calls that began at an instant, or later.
    static Place before(long began) {
      return new Place(began, Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);
    }

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

  private RecentCalls(Spend.Which which, Place before, int most) {
    this.which = which;
    this.before = before;
    this.most = most;
    this.least = which.from();
  }

  static Spend.Calls of(Sql sql, Spend.Which which, Place before, int most) {
    Place end = Place.before(which.until());
    var calls = new RecentCalls(which, before.compareTo(end) < 0 ? before : end, most);
    if (sql.isPostgres()) {
      calls.findAll(sql);
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
        sql.beside(name, file -> BlockTable.isIn(file) ? findAll(file) : 0);
      }
    }
  }

  /// One key after the other: of the later ones only what is newer than what was found is read.
  private int findAll(Sql sql) {
    which.keys().forEach(key -> find(sql, key));
    return found.size();
  }

  private void find(Sql sql, String key) {
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
  }

  private void add(Stored block) {
    var from = new BlockReader(block.calls(), block.place().position());
    while (from.advance()) {
      EntryView entry = from.entry();
      var place =
          new Place(
              entry.began(), block.place().segment(), from.position(), block.place().journal());
      if (entry.began() >= least && place.compareTo(before) < 0 && matches(entry)) {
        found.add(new Found(SpentCall.of(entry, texts), place));
      }
    }
  }

  private boolean matches(EntryView entry) {
    return (which.target().isEmpty() || which.target().get().equals(target(entry)))
        && !(which.failed() && isWell(entry.text(Field.OUTCOME, texts)));
  }

  /// The target that answered; of a call that none answered the one that was its first.
  private String target(EntryView entry) {
    String answered = entry.text(Field.TARGET, texts);
    return answered.isEmpty() ? entry.text(Field.LIKELY_TARGET, texts) : answered;
  }

  private static boolean isWell(String outcome) {
    return outcome.equals(ANSWERED) || outcome.equals(CANCELLED);
  }

  private void trim() {
    found.sort(NEWEST_FIRST);
    if (found.size() >= most) {
      found.subList(most, found.size()).clear();
      least = found.getLast().place().began();
    }
  }
}
