package dev.sluice.report;

import dev.sluice.accounts.budget.RecentSpend;
import dev.sluice.report.history.SeriesKey;
import dev.sluice.report.history.Totals;
import dev.sluice.report.history.Window;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// The facts that a report is made from.
///
/// @param window what was counted
/// @param all the sums of all that was counted
/// @param lately the counts of the second half of the window
/// @param targets each target, busy or not
/// @param aims the targets of the rows
/// @param budgets what keys may spend, and have spent
/// @param store whether there is a store, and why it does not work as it should
/// @param paid what was paid within the last hour
/// @param atLimit the caller key whose limits have refused most calls, where they have refused some
/// @param idle how long ago the last call has ended, where the window has none and one is known
public record Situation(
    Window window,
    Totals all,
    Totals lately,
    List<TargetView> targets,
    ReportConfig aims,
    List<OwnedBudget> budgets,
    StoreState store,
    RecentSpend.Sums paid,
    Optional<KeyAtLimit> atLimit,
    Optional<Duration> idle) {
  /// How many calls a figure needs at least.
  static final int CALLS_LEAST = 20;

  public Situation {
    targets = List.copyOf(targets);
    budgets = List.copyOf(budgets);
  }

  /// The store of teams and keys, with its ledger.
  ///
  /// @param name the store's in messages; empty where there is none
  /// @param trouble why one of both does not work as it should; empty where they do
  /// @param lost why a restart would lose some of what calls have cost; empty where it loses none
  public record StoreState(Optional<String> name, Optional<String> trouble, Optional<String> lost) {
    /// The state of a gateway without a store.
    public static final StoreState NONE =
        new StoreState(Optional.empty(), Optional.empty(), Optional.empty());

    /// The text between the words about a trouble and its remedy.
    private static final String THEN = ": ";

    /// Whether there is a store.
    boolean there() {
      return name.isPresent();
    }

    /// The trouble without the store's name, which may be a path; empty without trouble.
    String problem() {
      String text = trouble.orElse("");
      int then = text.indexOf(THEN);
      String so = then < 0 ? text : text.substring(0, then);
      return name.map(called -> so.replace("the store " + called + " ", "the store ")).orElse(so);
    }

    /// The remedy of the trouble, with the store's name.
    String remedy() {
      String text = trouble.orElse("");
      int then = text.indexOf(THEN);
      String remedy = then < 0 ? "look at the store" : text.substring(then + THEN.length());
      return name.map(called -> called + THEN).orElse("") + remedy;
    }
  }

  /// Whether pinned threads were looked for.
  boolean pinning() {
    return aims.pinning();
  }

  /// The failures of the whole window.
  public Failures failures() {
    return Failures.of(all);
  }

  /// The failures of the second half of the window.
  public Failures latelyFailed() {
    return Failures.of(lately);
  }

  /// How the share of calls that fail has changed.
  Optional<Trend> trend() {
    return Trend.of(failures().before(latelyFailed()), latelyFailed());
  }

  /// Whether calls failed in the first half of the window alone, and no target is failing now.
  boolean recovered() {
    return trend().equals(Optional.of(Trend.FALLING))
        && latelyFailed().failed() == 0
        && targets.stream().noneMatch(TargetView::failing);
  }

  /// The names of the targets for which no credential is left.
  Set<String> keyless() {
    return targets.stream()
        .filter(TargetView::keyless)
        .map(TargetView::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The length of the second half of the window.
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

  /// The target with the largest value of a function; empty if no value is above zero.
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
