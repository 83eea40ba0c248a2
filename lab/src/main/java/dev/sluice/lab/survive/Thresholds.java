package dev.sluice.lab.survive;

import static dev.sluice.lab.draw.Threshold.atLeast;
import static dev.sluice.lab.draw.Threshold.atMost;

import dev.sluice.lab.draw.Threshold;
import java.util.List;

/// The bounds that a run must keep to.
final class Thresholds {
  private Thresholds() {}

  /// Returns all thresholds, with what the run gave.
  static List<Threshold> of(Results results) {
    Figures sdk = results.sdk();
    Figures sluice = results.sluice();
    return List.of(
        atLeast(
            "calls that were not struck behind the commit point and succeed, %",
            100 * sluice.success(), 99.9),
        atMost(
            "calls that were struck behind the commit point and not told so",
            sluice.struck().other(),
            0),
        atMost("repeats beyond the budget, in any 10 s", results.beyondBudget(), 0),
        atMost("tokens of races that were for nothing, %", 100 * results.raced(), 2.5),
        atMost(
            "attempts before the instant that a provider had named",
            (double) sluice.beforeHints(),
            0),
        atMost("false openings of a circuit", results.falseOpenings().size(), 0),
        atMost(
            "p99 of the first token of streams, to the SDK's",
            sluice.firstToken().p99() / sdk.firstToken().p99(),
            1),
        atMost("p99 of the total, to the SDK's", sluice.total().p99() / sdk.total().p99(), 1),
        atMost(
            "attempts a call that made one, everything down, breaker off",
            results.outageSluice(),
            1.1));
  }
}
