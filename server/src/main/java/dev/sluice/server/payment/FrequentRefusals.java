package dev.sluice.server.payment;

import dev.sluice.accounts.budget.BudgetStatus;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/// A counter of refused calls of each budget that tells when they are frequent: as many in a minute
/// as it takes, at most once an hour for each. Safe for any thread but a loop.
final class FrequentRefusals {
  /// How many refusals in a minute are frequent.
  static final int FREQUENT = 10;

  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();

  /// How many budgets that are refused at the same time are counted; others wait until one has been
  /// quiet for an hour.
  private static final int KEPT = 4_096;

  private final Map<String, Minute> minutes = new ConcurrentHashMap<>();

  /// @param from when the minute began
  /// @param count how many there were in it
  /// @param told when it was told last; [Long#MIN_VALUE] for never
  private record Minute(long from, int count, long told) {
    static final Minute NONE = new Minute(Long.MIN_VALUE, 0, Long.MIN_VALUE);

    /// Returns the count with one refusal more.
    Minute and(long now) {
      Minute in = from == Long.MIN_VALUE || now - from >= MINUTE ? new Minute(now, 0, told) : this;
      Minute next = new Minute(in.from, in.count + 1, told);
      return next.isDue(now) ? new Minute(next.from, next.count, now) : next;
    }

    private boolean isDue(long now) {
      return count >= FREQUENT && (told == Long.MIN_VALUE || now - told >= HOUR);
    }

    boolean isOver(long now) {
      return now - from >= HOUR;
    }
  }

  /// Counts one more refusal of a budget.
  ///
  /// @param now milliseconds
  /// @return how many there were in the minute so far, where that is to be told
  OptionalInt refused(BudgetStatus budget, long now) {
    String name = budget.owner() + " " + budget.budget().period().word();
    return hasRoom(name, now) ? count(name, now) : OptionalInt.empty();
  }

  private boolean hasRoom(String name, long now) {
    if (minutes.size() >= KEPT && !minutes.containsKey(name)) {
      minutes.values().removeIf(minute -> minute.isOver(now));
      return minutes.size() < KEPT;
    }
    return true;
  }

  private OptionalInt count(String name, long now) {
    int[] due = {0};
    minutes.compute(
        name,
        (_, known) -> {
          Minute before = known == null ? Minute.NONE : known;
          Minute after = before.and(now);
          due[0] = after.told() == before.told() ? 0 : after.count();
          return after;
        });
    return due[0] == 0 ? OptionalInt.empty() : OptionalInt.of(due[0]);
  }
}
