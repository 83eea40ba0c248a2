package dev.sluice.report;

import dev.sluice.accounts.budget.RecentSpend;
import dev.sluice.report.history.SeriesKey;
import dev.sluice.report.history.Totals;
import dev.sluice.report.history.Window;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// Everything that a report is made from.
///
/// @param window what was counted
/// @param all the sums of all that was counted
/// @param lately those of the second half of the window
/// @param targets each target, busy or not
/// @param aims the targets of the rows
/// @param budgets what keys may spend, and have spent
/// @param store whether there is a store, and why it does not work as it should
/// @param paid what was paid within the last hour
/// @param idle how long ago the last call has ended, where the window has none and one is known
public record Situation(
    Window window,
    Totals all,
    Totals lately,
    List<TargetView> targets,
    ReportConfig aims,
    List<Standing> budgets,
    StoreState store,
    RecentSpend.Sums paid,
    Optional<Duration> idle) {
  /// How many calls a figure needs.
  static final int CALLS_LEAST = 20;

  public Situation {
    targets = List.copyOf(targets);
    budgets = List.copyOf(budgets);
  }

  /// The store of teams and keys, with its ledger.
  ///
  /// @param there whether there is one
  /// @param trouble why it does not work as it should; empty where it does
  public record StoreState(boolean there, Optional<String> trouble) {
    /// No store.
    public static final StoreState NONE = new StoreState(false, Optional.empty());
  }

  /// Whether pinned threads were looked for.
  boolean pinning() {
    return aims.pinning();
  }

  /// The calls that failed.
  public Failures failures() {
    return Failures.of(all);
  }

  /// Those of the second half of the window.
  public Failures latelyFailed() {
    return Failures.of(lately);
  }

  /// How the share of calls that fail has changed.
  Optional<Trend> trend() {
    return Trend.of(failures().before(latelyFailed()), latelyFailed());
  }

  /// How long the second half of the window is.
  Duration half() {
    return length().dividedBy(2);
  }

  Duration length() {
    return Duration.ofNanos(window.to() - window.from());
  }

  /// The counts of calls that reached no target.
  Totals unsent() {
    return window.by(SeriesKey::target).getOrDefault("", Totals.NONE);
  }

  /// Whether there were enough calls to say something.
  boolean enough() {
    return all.calls() >= CALLS_LEAST;
  }

  /// The target for which this is the largest, if it is above zero.
  Optional<TargetView> worst(ToDoubleFunction<TargetView> what) {
    return targets.stream()
        .max(Comparator.comparingDouble(what))
        .filter(target -> what.applyAsDouble(target) > 0);
  }

  /// A part of a whole; zero of nothing.
  static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
