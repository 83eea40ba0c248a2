package dev.sluice.accounts.budget.window;

import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// What is spent by one owner in windows of one period. Safe for any thread but a loop.
///
/// Time may jump: forward over the end of a window, whose calls under way are still settled in it;
/// and backward, where the newest window stays the current one, so that nothing is spent twice.
public final class BudgetState {
  private final Period period;
  private final ZoneId zone;
  private final AtomicReference<SpendWindow> current;

  /// What was spent before, by the window's name, until that window begins.
  private final Map<String, Long> before = new ConcurrentHashMap<>();

  /// @param now milliseconds since 1970 in UTC
  public BudgetState(Period period, ZoneId zone, long now) {
    this.period = period;
    this.zone = zone;
    this.current = new AtomicReference<>(new SpendWindow(period.window(now, zone)));
  }

  /// The window of now.
  ///
  /// @param now milliseconds since 1970 in UTC
  public SpendWindow at(long now) {
    SpendWindow known = current.get();
    while (known.window().isOver(now)) {
      var next = new SpendWindow(period.window(now, zone));
      if (current.compareAndSet(known, next)) {
        Long spent = before.remove(next.window().name());
        next.restore(spent == null ? 0 : spent);
      }
      known = current.get();
    }
    return known;
  }

  /// So much was spent in the window of this name, and is not counted yet.
  public void restore(String window, long nanos) {
    SpendWindow known = current.get();
    if (known.window().name().equals(window)) {
      known.restore(nanos);
      return;
    }
    before.merge(window, nanos, Long::sum);
    restoreIfBegunSince(known);
  }

  private void restoreIfBegunSince(SpendWindow known) {
    SpendWindow begun = current.get();
    Long late = begun == known ? null : before.remove(begun.window().name());
    if (late != null) {
      begun.restore(late);
    }
  }
}
