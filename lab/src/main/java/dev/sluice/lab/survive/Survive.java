package dev.sluice.lab.survive;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.draw.JsonReport;
import dev.sluice.lab.load.TimeLeft;
import dev.sluice.lab.mechanism.FigureTable;
import dev.sluice.lab.mechanism.SideBySide;
import dev.sluice.lab.mechanism.Words;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Shows what a gateway saves of an hour of trouble, and says whether it saves enough.
public final class Survive {
  private static final int PASSED = 0;
  private static final int FAILED = 1;

  /// What the outage of everything takes behind the hour.
  private static final Duration AFTERWARDS = Duration.ofSeconds(15);

  private Survive() {}

  /// Runs, prints, and writes the results where they are asked for. Takes as long as the options
  /// say and a quarter of a minute more.
  ///
  /// @param terminal where the time left is told; empty where there is no terminal
  /// @return the exit code: 0 if every threshold holds, else 1
  /// @throws IOException if the results cannot be written
  public static int run(SurviveOptions options, PrintStream out, Optional<PrintStream> terminal)
      throws IOException, InterruptedException {
    if (!options.without().isEmpty()) {
      return compare(options, out, terminal);
    }
    out.printf(
        "An hour in %d s, %d calls a second through each of SDK and Sluice, over two providers%n%n",
        options.length().toSeconds(), options.perSecond());
    Results results = results(options, terminal);
    List<SurvivalCriterion> criteria = SurvivalCriterion.of(results);
    new TextReport(out).print(results, criteria);
    if (options.json().isPresent()) {
      JsonReport.write(ResultsTree.of(results, criteria), options.json().get());
    }
    return criteria.stream().allMatch(SurvivalCriterion::holds) ? PASSED : FAILED;
  }

  private static int compare(
      SurviveOptions options, PrintStream out, Optional<PrintStream> terminal)
      throws IOException, InterruptedException {
    out.printf(
        "%s in %d s, %d calls a second through each of %d gateways side by side, %d times%n",
        Words.of(options.day()),
        options.length().toSeconds(),
        options.perSecond(),
        options.without().size() + 1,
        options.seeds());
    Duration length = options.length().plus(AFTERWARDS).multipliedBy(options.seeds());
    FigureTable table;
    try (var _ = TimeLeft.start(terminal, Clock.SYSTEM, Words.of(options.day()), length)) {
      table =
          SideBySide.run(
              options.without(),
              options.seed(),
              options.seeds(),
              (variant, seed) -> new Run(Plan.of(options, seed), Clock.SYSTEM).figures(variant));
    }
    table.print(out);
    if (options.json().isPresent()) {
      JsonReport.write(table.tree(), options.json().get());
    }
    return PASSED;
  }

  private static Results results(SurviveOptions options, Optional<PrintStream> terminal)
      throws IOException, InterruptedException {
    Duration length = options.length().plus(AFTERWARDS);
    try (var _ = TimeLeft.start(terminal, Clock.SYSTEM, "an hour of trouble", length)) {
      return new Run(Plan.of(options, options.seed()), Clock.SYSTEM).results();
    }
  }
}
