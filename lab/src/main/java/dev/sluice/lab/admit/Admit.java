package dev.sluice.lab.admit;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.draw.Criterion;
import dev.sluice.lab.draw.JsonReport;
import dev.sluice.lab.load.ProgressLine;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compares policies, and says whether the gateway's does what it must.
public final class Admit {
  private static final int PASSED = 0;
  private static final int FAILED = 1;

  private Admit() {}

  /// Compares, prints, and writes the results where they are asked for.
  ///
  /// @param terminal where to say how long it still takes; empty for nowhere
  /// @return the exit code: 0 if every criterion holds, else 1
  /// @throws IOException if the results cannot be written
  public static int run(AdmitOptions options, PrintStream out, Optional<PrintStream> terminal)
      throws IOException {
    Runs runs;
    List<ScenarioResult> results;
    int steps = Comparison.steps(options) + Scenarios.COUNT * Scenarios.RUNS;
    try (var progress = ProgressLine.at(terminal, Clock.SYSTEM, steps)) {
      runs = Comparison.run(options, progress::step);
      results = Scenarios.play(options, what -> progress.step(what, Scenarios.RUNS));
    }
    var criteria = new ArrayList<>(Criteria.of(runs, options.deadline()));
    results.forEach(result -> criteria.addAll(result.criteria()));
    TextReport.runs(runs, out);
    TextReport.results(results, out);
    TextReport.criteria(criteria, out);
    JsonReport.write(RunsTree.of(runs), options.json());
    return criteria.stream().allMatch(Criterion::holds) ? PASSED : FAILED;
  }
}
