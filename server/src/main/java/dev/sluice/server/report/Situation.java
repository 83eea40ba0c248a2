package dev.sluice.server.report;

import dev.sluice.internal.history.Window;
import dev.sluice.internal.history.count.Totals;
import dev.sluice.server.config.ReportConfig;
import dev.sluice.server.payment.Standing;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// Everything that a report is made from.
///
/// @param window what was counted
/// @param all the sums of all that was counted
/// @param targets each target, busy or not
/// @param aims the targets of the rows
/// @param budgets what keys may spend, and have spent
/// @param pinning whether pinned threads were looked for
public record Situation(
    Window window,
    Totals all,
    List<TargetView> targets,
    ReportConfig aims,
    List<Standing> budgets,
    boolean pinning) {
  /// How many calls a figure needs.
  static final int CALLS_LEAST = 20;

  public Situation {
    targets = List.copyOf(targets);
    budgets = List.copyOf(budgets);
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
