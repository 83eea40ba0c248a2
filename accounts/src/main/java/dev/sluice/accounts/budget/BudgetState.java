package dev.sluice.accounts.budget;

import dev.sluice.accounts.budget.Period.Window;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;

/// The spend of one owner in windows of one period. Safe for any thread but a loop.
///
/// Time may jump: forward over the end of a window, whose calls under way are still settled in it;
/// and backward, where the newest window stays the current one for a day before it begins, so that
/// nothing is spent twice. A clock that is farther behind it was ahead before, or is wrong now: the
/// window that it shows is the current one again, with what was spent in it.
final class BudgetState {
  private static final long DAY = Duration.ofDays(1).toMillis();

  /// How many windows are remembered besides the current one.
  private static final int REMEMBERED = 8;

  private final Period period;
  private final ZoneId zone;
  private final AtomicReference<Windows> windows;

  /// The current window, and those that were current before, the latest first.
  private record Windows(SpendWindow current, List<SpendWindow> before) {
    Windows to(SpendWindow next) {
      List<SpendWindow> others =
          Stream.concat(Stream.of(current), before.stream())
              .filter(one -> one != next)
              .limit(REMEMBERED)
              .toList();
      return new Windows(next, others);
    }

    Optional<SpendWindow> known(long now) {
      return before.stream().filter(one -> one.window().holds(now)).findFirst();
    }
  }

  /// The spend of an earlier process, by the window's name, until that window begins.
  private final Map<String, Long> before = new ConcurrentHashMap<>();

  private final Function<Window, Adjustment> adjustments;

  /// Whether other processes spend from the same budgets.
  private volatile boolean shared;

  /// What changes the sum of a window beside calls, in nano-dollars.
  ///
  /// @param credited what was given back
  /// @param carried what was spent at another gateway
  record Adjustment(long credited, long carried) {}

  /// @param adjustments what changes the sum of a window now
  /// @param now milliseconds since 1970 in UTC
  public BudgetState(
      Period period, ZoneId zone, Function<Window, Adjustment> adjustments, long now) {
    this.period = period;
    this.zone = zone;
    this.adjustments = adjustments;
    this.windows =
        new AtomicReference<>(new Windows(new SpendWindow(period.window(now, zone)), List.of()));
    adjust(windows.get().current());
  }

  /// The window of now.
  ///
  /// @param now milliseconds since 1970 in UTC
  public SpendWindow at(long now) {
    Windows snapshot = windows.get();
    while (isOther(snapshot.current().window(), now)) {
      Optional<SpendWindow> again = snapshot.known(now);
      SpendWindow next = again.orElseGet(() -> window(now));
      if (windows.compareAndSet(snapshot, snapshot.to(next)) && again.isEmpty()) {
        Long spent = before.remove(next.window().name());
        next.spend(spent == null ? 0 : spent);
        adjust(next);
      }
      snapshot = windows.get();
    }
    return snapshot.current();
  }

  private SpendWindow window(long now) {
    var window = new SpendWindow(period.window(now, zone));
    if (shared) {
      window.hold(Ceiling.NOTHING);
    }
    return window;
  }

  /// Lets nothing in but by ceilings from now on. Before the first call.
  public void share() {
    shared = true;
    windows.get().current().hold(Ceiling.NOTHING);
  }

  private static boolean isOther(Window window, long now) {
    return window.isOver(now) || (now < window.from() && window.from() - now > DAY);
  }

  /// Adds spend of an earlier process to the window of this name.
  public void restore(String window, long nanos) {
    SpendWindow current = windows.get().current();
    if (current.window().name().equals(window)) {
      current.spend(nanos);
      return;
    }
    before.merge(window, nanos, Long::sum);
    restoreIfBegunSince(current);
  }

  /// Counts again what was given back and carried over, since that has changed.
  public void adjust() {
    Windows snapshot = windows.get();
    adjust(snapshot.current());
    snapshot.before().forEach(this::adjust);
  }

  /// Adjusts a window, again until what was written is what there is, since others may have changed
  /// it meanwhile.
  private void adjust(SpendWindow window) {
    Adjustment adjustment;
    do {
      adjustment = adjustments.apply(window.window());
      window.credit(adjustment.credited());
      window.carry(adjustment.carried());
    } while (!adjustment.equals(adjustments.apply(window.window())));
  }

  private void restoreIfBegunSince(SpendWindow earlier) {
    SpendWindow begun = windows.get().current();
    Long late = begun == earlier ? null : before.remove(begun.window().name());
    if (late != null) {
      begun.spend(late);
    }
  }
}
