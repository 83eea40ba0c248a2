package dev.sluice.accounts.ledger;

import dev.sluice.accounts.ledger.BlockTable.Stored;
import dev.sluice.accounts.ledger.EntryView.Field;
import dev.sluice.accounts.store.Sql;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The search for the calls of keys, the newest first, all of them or those that match.
///
/// Calls are in the order in which they began, blocks in that in which their calls have ended:
/// calls of several blocks lie between one another. So blocks are read by when their last call
/// began, the newest first, until there are enough calls that began later than any of the next
/// block.
///
/// Where few calls match, a key may have to be read through. So what is read is bounded: then the
/// page ends at the instant down to which all keys were read, and the next one goes on there.
final class RecentCalls {
  /// How many blocks are read at once, at first; the next constant is at most.
  private static final int FIRST = 4;

  private static final int MOST = 256;

  /// The bytes that are read at most, unless there are many keys: a quarter of a second's work or
  /// so.
  private static final long MOST_BYTES = 1L << 28;

  /// The divisor of the bytes that gives the part which each of many keys has beside its first
  /// blocks, so that no page is short for the number of keys alone.
  private static final int PARTS = 128;

  private static final Comparator<Found> NEWEST_FIRST =
      Comparator.comparing(Found::place, Comparator.reverseOrder());

  private static final String ANSWERED = "answered";
  private static final String CANCELLED = "cancelled";

  private final Spend.Which which;
  private final Place before;
  private final int most;
  private final TextCache texts = new TextCache();

  /// The calls that were found so far.
  private final List<Found> found = new ArrayList<>();

  /// The instant before which a call that began is of no use: it is not asked for, or there are
  /// enough that began later.
  private long least;

  private final long leastShare;
  private long bytesLeft;

  /// Down to where all keys were read, where there was too much to read.
  private Optional<Place> reached = Optional.empty();

  /// The place of a call among all, which have one order; a page of calls ends at one.
  ///
  /// @param began when it began
  /// @param segment the segment of its place in its journal
  /// @param position the position in that segment
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

    /// The place in front of all calls that began at an instant, or later.
    static Place before(long began) {
      return new Place(began, Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);
    }

    /// Reads a place from a cursor.
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

  private RecentCalls(Spend.Which which, Place before, int most, long bytes) {
    this.bytesLeft = bytes;
    this.leastShare = bytes / PARTS;
    this.which = which;
    this.before = before;
    this.most = most;
    this.least = which.from();
  }

  static Spend.Calls of(Sql sql, Spend.Which which, Place before, int most) {
    return of(sql, which, before, most, MOST_BYTES);
  }

  /// @param bytes how many are read at most, unless there are many keys
  static Spend.Calls of(Sql sql, Spend.Which which, Place before, int most, long bytes) {
    Place end = Place.before(which.until());
    var calls = new RecentCalls(which, before.compareTo(end) < 0 ? before : end, most, bytes);
    if (sql.isPostgres()) {
      calls.findAll(sql);
    } else {
      calls.findInFiles(sql);
    }
    return calls.page();
  }

  private Spend.Calls page() {
    boolean full = found.size() >= most;
    Optional<Place> next = full ? Optional.of(found.getLast().place()) : reached;
    return new Spend.Calls(
        found.stream().map(Found::call).toList(), next.map(Place::text), full || reached.isEmpty());
  }

  /// The newest file first, until there are enough.
  private void findInFiles(Sql sql) {
    for (String name : BlockTable.files(sql)) {
      if (found.size() < most && reached.isEmpty()) {
        sql.beside(name, file -> BlockTable.isIn(file) ? findAll(file) : 0);
      }
    }
  }

  /// Reads one key after the other: of the later ones only what is newer than what was found.
  private int findAll(Sql sql) {
    int keys = which.keys().size();
    for (String key : which.keys()) {
      find(sql, key, Math.max(leastShare, bytesLeft / keys--));
    }
    return found.size();
  }

  /// @param share how many bytes of the key are read at most, but for its first blocks
  private void find(Sql sql, String key, long share) {
    long end = bytesLeft - share;
    var behind = BlockTable.Place.before(Block.slotEnd(before.began()));
    int count = FIRST;
    boolean more = true;
    while (more) {
      List<Stored> blocks = BlockTable.newest(sql, key, before.began(), behind, count);
      blocks.forEach(this::add);
      trim();
      bytesLeft -= blocks.stream().mapToLong(block -> block.calls().length).sum();
      more = blocks.size() == count && blocks.getLast().place().last() >= least;
      behind = blocks.isEmpty() ? behind : blocks.getLast().place();
      if (more && bytesLeft <= end) {
        more = !stop(behind.last());
      }
      count = Math.min(count * 2, MOST);
    }
  }

  /// Ends the page in front of the calls that began at an instant: some of them, and of those
  /// before it, are not read.
  ///
  /// @return false where the page has not come so far, and would lead to itself
  private boolean stop(long unread) {
    Place at = Place.before(unread + 1);
    if (at.compareTo(before) >= 0) {
      return false;
    }
    reached = Optional.of(at);
    least = unread + 1;
    found.removeIf(call -> call.place().began() < least);
    return true;
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

  /// The target that answered; of a call that none answered, the target that the amount was set
  /// aside for.
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
