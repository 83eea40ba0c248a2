package dev.sluice.accounts.ledger;

import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.Units;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.Work;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The questions about what was spent: sums by any columns, and the calls of late of a key. Reads
/// the store, and waits for it: not for a call's thread or a loop. Calls that have ended within the
/// last second, or while the store was away, may not be in it yet.
public final class Spend {
  /// The most rows of an answer.
  public static final int MOST = 10_000;

  private final Reader store;

  /// A runner of work that only reads; [dev.sluice.accounts.Accounts#read] is one.
  public interface Reader {
    <T> T read(Work<T> work) throws StoreException, InterruptedException;
  }

  /// A column that sums may be asked for by: one that all calls have, or a tag.
  public sealed interface Column permits By, Tag {}

  /// The values of one tag; empty for calls that have none.
  ///
  /// @param name as a configuration gives it, or once gave it
  public record Tag(String name) implements Column {}

  /// The columns that all calls have.
  public enum By implements Column {
    /// The day of a call's beginning, `YYYY-MM-DD`, in the zone of the budgets.
    DAY("day"),
    TEAM("team"),
    /// The key, by its id.
    KEY("key_id"),
    /// The model that was asked for.
    MODEL("model"),
    /// The `provider/model` that answered; empty where none did.
    TARGET("target"),
    /// The payer: `key` or `gateway`.
    PAYER("payer"),
    /// The reason for which the gateway pays: `retry`, `race`, `resume`, `shared`, `shadow`; `lost`
    /// where a key pays for a call whose end a crash has hidden, else empty where a key does.
    REASON("reason"),
    /// All tags together, as [dev.sluice.accounts.tag.TagText] has them.
    TAGS("tags");

    private final String column;

    By(String column) {
      this.column = column;
    }

    String column() {
      return column;
    }
  }

  /// A question.
  ///
  /// @param by what the sums are apart by, in the order of the rows; empty for one sum
  /// @param from the first day
  /// @param to the last day
  /// @param only counts only what has these values
  /// @param after the cursor of the page before; empty for the first one
  /// @param most how many rows, at most [#MOST]
  public record Query(
      List<Column> by,
      LocalDate from,
      LocalDate to,
      Map<Column, String> only,
      Optional<String> after,
      int most) {
    public Query {
      by = by.stream().distinct().toList();
      only = Map.copyOf(only);
      if (most < 1 || most > MOST) {
        throw new IllegalArgumentException("an answer has 1 to %d rows".formatted(MOST));
      }
    }

    /// Makes a query for the first rows of all.
    public Query(List<Column> by, LocalDate from, LocalDate to) {
      this(by, from, to, Map.of(), Optional.empty(), MOST);
    }
  }

  /// Sums of calls.
  ///
  /// @param nanos the cost, in nano-dollars
  /// @param estimated how many calls did not say what they used
  /// @param unpriced how many calls had no price, and count as nothing
  public record Sums(long calls, Meters meters, long nanos, long estimated, long unpriced) {}

  /// A row of sums.
  ///
  /// @param group its values of what was asked by, in that order
  /// @param keyName a name that the key has or had, where sums are apart by key
  public record Row(List<String> group, Optional<String> keyName, Sums sums) {
    Row with(Units units) {
      var all =
          new Sums(sums.calls, sums.meters.with(units), sums.nanos, sums.estimated, sums.unpriced);
      return new Row(group, keyName, all);
    }
  }

  /// Rows, ordered by their groups.
  ///
  /// @param next the cursor of the page behind it; empty where this is the last
  public record Page(List<Row> rows, Optional<String> next) {}

  /// The choice of the calls that are asked for.
  ///
  /// @param keys the ids of their keys; an empty one for calls without a key
  /// @param from when they began at the earliest, in milliseconds since 1970
  /// @param until the instant that they began before
  /// @param target the target that answered, or that was the first of a call that none answered,
  ///   where only its calls are asked for
  /// @param failed whether only those that failed are
  public record Which(
      List<String> keys, long from, long until, Optional<String> target, boolean failed) {

    /// Chooses all calls of these keys.
    public static Which of(List<String> keys) {
      return new Which(keys, Long.MIN_VALUE, Long.MAX_VALUE, Optional.empty(), false);
    }
  }

  /// Calls, the newest first.
  ///
  /// @param next the cursor of the page behind it; empty where this is the last
  /// @param whole whether the page has as many calls as were asked for, or all that there are;
  ///   there was too much to look at else, and `next` goes on from there, even behind no call at
  ///   all
  public record Calls(List<SpentCall> calls, Optional<String> next, boolean whole) {}

  /// All that is recorded of a call, the newest first: of a call itself, of attempts at it that the
  /// gateway pays for, and of other calls whose clients have chosen the same identifier.
  ///
  /// @param from the first day whose calls were all looked at
  /// @param to the last day
  /// @param whole whether those are all days that were asked for; there was too much to look at
  ///   else, and there may be more
  public record Found(List<SpentCall> calls, LocalDate from, LocalDate to, boolean whole) {}

  public Spend(Reader store) {
    this.store = store;
  }

  /// Sums up what was spent between two days.
  ///
  /// @throws IllegalArgumentException if the cursor is none of this question
  public Page sums(Query query) throws StoreException, InterruptedException {
    return store.read(sql -> SpendSums.of(sql, query));
  }

  /// The calls of a key.
  ///
  /// @param before the cursor of the page before; empty for the newest
  /// @param most how many, at most [#MOST]
  /// @throws IllegalArgumentException if the cursor makes no sense
  public Calls recent(String key, Optional<String> before, int most)
      throws StoreException, InterruptedException {
    return recent(Which.of(List.of(key)), before, most);
  }

  /// The calls of keys that `which` chooses, in pages.
  public Calls recent(Which which, Optional<String> before, int most)
      throws StoreException, InterruptedException {
    RecentCalls.Place place = before.map(RecentCalls.Place::of).orElse(RecentCalls.Place.LATEST);
    return store.read(sql -> RecentCalls.of(sql, which, place, Math.min(most, MOST)));
  }

  /// Looks for a call by its identifier, whatever key it showed.
  ///
  /// @param call as `x-request-id` has told it
  /// @param from the first day of its beginning, in the zone of the budgets
  /// @param to the last one
  public Found find(String call, LocalDate from, LocalDate to)
      throws StoreException, InterruptedException {
    return store.read(sql -> CallSearch.of(sql, call, from, to));
  }
}
