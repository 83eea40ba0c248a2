package dev.sluice.accounts.ledger;

import dev.sluice.accounts.ledger.EntryView.Field;
import dev.sluice.accounts.ledger.FilterTable.Filtered;
import dev.sluice.accounts.ledger.Stretches.Days;
import dev.sluice.accounts.ledger.Stretches.OfDay;
import dev.sluice.accounts.ledger.Stretches.Stretch;
import dev.sluice.accounts.store.Sql;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The search for what the ledger has of a call by the call's identifier, of all keys: the filters
/// of stretches say which of them to look through. What has no filter is looked through whole.
/// Clients choose identifiers, and may choose one twice: the newest come first.
final class CallSearch {
  /// How many blocks are read at once: most of them are small.
  private static final int AT_ONCE = 256;

  /// The bytes that are read at most of what has a filter, and as many of what has none: together a
  /// second's work or so.
  private static final long MOST_BYTES = 1L << 29;

  /// How many matches are kept at most.
  private static final int MOST = 100;

  private final Days days;
  private final byte[] call;
  private final long hash;
  private final TextCache texts = new TextCache();
  private final Set<SpentCall> found = new HashSet<>();

  /// The bytes that may be read of blocks with a filter; those without have their own, since the
  /// newest calls may lie in both.
  private final Bytes ofFiltered;

  private final Bytes ofGaps;

  /// The first day from which on all days were looked through.
  private LocalDate since;

  /// A bound of the bytes that may still be read.
  private static final class Bytes {
    private long left;

    Bytes(long most) {
      this.left = most;
    }

    void take(int read) {
      left -= read;
    }

    boolean isLeft() {
      return left > 0;
    }
  }

  private CallSearch(String call, LocalDate from, LocalDate to, long most) {
    this.days = new Days(from.toString(), to.toString());
    this.call = call.getBytes(StandardCharsets.UTF_8);
    this.hash = TextHash.of(call);
    this.since = to.plusDays(1);
    this.ofFiltered = new Bytes(most);
    this.ofGaps = new Bytes(most);
  }

  /// Looks for a call.
  ///
  /// @param from the first day
  /// @param to the last day
  static Spend.Found of(Sql sql, String call, LocalDate from, LocalDate to) {
    return of(sql, call, from, to, MOST_BYTES);
  }

  /// @param most how many bytes are read at most of what has a filter, and of what has none
  static Spend.Found of(Sql sql, String call, LocalDate from, LocalDate to, long most) {
    var search = new CallSearch(call, from, to, most);
    boolean whole = sql.isPostgres() ? search.find(sql) : search.findInFiles(sql);
    search.since = whole ? from : search.since;
    return new Spend.Found(search.newest(), search.since, to, whole);
  }

  /// The newest file first.
  ///
  /// @return whether all were looked through
  private boolean findInFiles(Sql sql) {
    for (String name : BlockTable.files(sql, days)) {
      boolean whole = sql.beside(name, file -> !BlockTable.isIn(file) || find(file));
      if (!whole) {
        return false;
      }
      since = earlier(YearMonth.parse(BlockTable.month(name)).atDay(1));
    }
    return true;
  }

  private LocalDate earlier(LocalDate day) {
    return day.isBefore(since) ? day : since;
  }

  /// Looks through the blocks with a filter, then those without, each of the newest days first.
  ///
  /// @return whether all was looked through
  private boolean find(Sql sql) {
    List<Filtered> filtered = FilterTable.all(sql);
    Optional<String> left =
        Stream.concat(lookAt(sql, filtered).stream(), lookBetween(sql, filtered).stream())
            .max(Comparator.naturalOrder());
    left.ifPresent(day -> since = earlier(LocalDate.parse(day).plusDays(1)));
    return left.isEmpty();
  }

  /// @return the newest day that was not looked through
  private Optional<String> lookAt(Sql sql, List<Filtered> filtered) {
    for (Filtered of : filtered) {
      if (isOfDays(of) && !look(sql, of)) {
        return Optional.of(of.lastDay());
      }
    }
    return Optional.empty();
  }

  private boolean isOfDays(Filtered of) {
    return of.lastDay().compareTo(days.from()) >= 0 && of.firstDay().compareTo(days.to()) <= 0;
  }

  /// Looks through what has no filter, which is little where there are some.
  ///
  /// @return the newest day that was not looked through
  private Optional<String> lookBetween(Sql sql, List<Filtered> filtered) {
    for (var ofDays : gapsByDay(sql, filtered).entrySet()) {
      for (Gap gap : ofDays.getValue()) {
        if (!look(sql, gap, new Days(gap.from(), ofDays.getKey()))) {
          return Optional.of(ofDays.getKey());
        }
      }
    }
    return Optional.empty();
  }

  /// A stretch of a journal that has no filter, from a day on.
  private record Gap(long journal, Stretch stretch, String from) {}

  /// The gaps by the day that they are looked through up to, the newest first. A file without any
  /// filter is gone through once and not day by day: it has no index of days.
  private SortedMap<String, List<Gap>> gapsByDay(Sql sql, List<Filtered> filtered) {
    boolean once = !sql.isPostgres() && filtered.isEmpty();
    var byDay = new TreeMap<String, List<Gap>>(Comparator.reverseOrder());
    for (long journal : Stretches.journals(sql)) {
      for (Stretch stretch : gaps(filtered, journal)) {
        List<String> of = once ? List.of(days.to()) : Stretches.days(sql, journal, stretch, days);
        for (String day : of) {
          var gap = new Gap(journal, stretch, once ? days.from() : day);
          byDay.computeIfAbsent(day, _ -> new ArrayList<>()).add(gap);
        }
      }
    }
    return byDay;
  }

  /// The stretches of a journal that no filter covers.
  private static List<Stretch> gaps(List<Filtered> filtered, long journal) {
    List<Stretch> stretches =
        filtered.stream()
            .filter(of -> of.journal() == journal)
            .map(Filtered::stretch)
            .sorted(Comparator.comparing(Stretch::from))
            .toList();
    var gaps = new ArrayList<Stretch>();
    JournalPlace at = JournalPlace.START;
    for (Stretch next : stretches) {
      if (next.from().compareTo(at) > 0) {
        gaps.add(new Stretch(at, next.from()));
      }
      at = next.end().compareTo(at) > 0 ? next.end() : at;
    }
    gaps.add(new Stretch(at, new JournalPlace(Long.MAX_VALUE, 0)));
    return gaps;
  }

  private boolean look(Sql sql, Filtered of) {
    byte[] bits = FilterTable.bits(sql, of);
    ofFiltered.take(bits.length);
    return ofFiltered.isLeft()
        && (!CallFilter.mayHold(bits, hash)
            || look(sql, of.journal(), of.stretch(), days, ofFiltered));
  }

  private boolean look(Sql sql, Gap gap, Days of) {
    return ofGaps.isLeft() && look(sql, gap.journal(), gap.stretch(), of, ofGaps);
  }

  /// Looks through all blocks of a stretch.
  private boolean look(Sql sql, long journal, Stretch stretch, Days of, Bytes bytes) {
    Optional<OfDay> behind = Optional.empty();
    List<OfDay> blocks;
    do {
      blocks = Stretches.between(sql, journal, stretch, of, behind, AT_ONCE);
      blocks.forEach(block -> look(block, bytes));
      behind = blocks.isEmpty() ? behind : Optional.of(blocks.getLast());
    } while (blocks.size() == AT_ONCE && bytes.isLeft());
    return bytes.isLeft();
  }

  private void look(OfDay of, Bytes bytes) {
    byte[] calls = of.block().calls();
    bytes.take(calls.length);
    var from = new BlockReader(calls, of.block().place().position());
    while (from.advance()) {
      EntryView entry = from.entry();
      if (entry.is(Field.CALL, call)) {
        add(SpentCall.of(entry, texts));
      }
    }
  }

  private void add(SpentCall match) {
    found.add(match);
    if (found.size() >= 2 * MOST) {
      List<SpentCall> newest = newest();
      found.clear();
      found.addAll(newest);
    }
  }

  private List<SpentCall> newest() {
    return found.stream()
        .sorted(Comparator.comparingLong(SpentCall::began).reversed())
        .limit(MOST)
        .toList();
  }
}
