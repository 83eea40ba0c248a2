package dev.sluice.lab.nodes;

import dev.sluice.lab.draw.Criterion.Unit;
import java.util.List;
import java.util.Locale;

/// The row of a scene in a table.
final class Row {
  static final List<String> HEADS =
      List.of(
          "scene",
          "calls",
          "429s",
          "during",
          "after",
          "used",
          "over",
          "asks a call",
          "asked ms",
          "wait s",
          "verdict");

  private Row() {}

  /// Returns the cells of a scene: sums and means over its runs, but for the overshoot and the
  /// waits, of which the largest count.
  static List<String> of(SceneResult result) {
    List<Figures> runs = result.runs();
    boolean trouble = result.scene().trouble().isPresent();
    return List.of(
        result.scene().name(),
        String.valueOf(runs.stream().mapToInt(run -> run.whole().attempts()).sum()),
        Unit.PERCENT.show(Figures.refused(runs, Figures::whole)),
        trouble ? Unit.PERCENT.show(Figures.refused(runs, Figures::during)) : "",
        trouble ? Unit.PERCENT.show(Figures.refused(runs, Figures::after)) : "",
        Unit.PERCENT.show(Figures.mean(runs, Figures::used)),
        Unit.PERCENT.show(Figures.most(runs, run -> Math.max(run.overshoot(), run.beyond()))),
        Unit.RATE.show(Figures.mean(runs, Figures::questions)),
        String.format(Locale.ROOT, "%.1f", 1_000 * Figures.most(runs, Figures::answer)),
        String.format(Locale.ROOT, "%.1f", Figures.most(runs, Figures::waited)),
        result.verdict());
  }
}
