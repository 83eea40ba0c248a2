package dev.sluice.lab.survive;

import dev.sluice.call.runtime.Clock;
import dev.sluice.call.text.EnumWords;
import dev.sluice.lab.draw.JsonReport;
import dev.sluice.lab.draw.Threshold;
import dev.sluice.lab.load.TimeLeft;
import dev.sluice.lab.mechanism.SideBySide;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    SideBySide compared = options.compared();
    Duration length = options.length().plus(AFTERWARDS);
    if (compared.isAsked()) {
      compared.run(
          "%s in %d s, %d calls a second"
              .formatted(
                  EnumWords.of(options.day()), options.length().toSeconds(), options.perSecond()),
          length,
          (variant, seed) -> new Run(Plan.of(options, seed), Clock.SYSTEM).figures(variant),
          out,
          terminal);
      return PASSED;
    }
    out.printf(
        "An hour in %d s, %d calls a second through each of SDK and Sluice, over two providers%n%n",
        options.length().toSeconds(), options.perSecond());
    Results results;
    try (var _ = TimeLeft.start(terminal, Clock.SYSTEM, "an hour of trouble", length)) {
      results = new Run(Plan.of(options, compared.seed()), Clock.SYSTEM).results();
    }
    List<Threshold> thresholds = Thresholds.of(results);
    new TextReport(out).print(results, thresholds);
    JsonReport.write(tree(results, thresholds), compared.json());
    return thresholds.stream().allMatch(Threshold::holds) ? PASSED : FAILED;
  }

  /// Returns the results for [JsonReport].
  static Map<String, Object> tree(Results results, List<Threshold> thresholds) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("results", results);
    tree.put("thresholds", thresholds.stream().map(Threshold::tree).toList());
    return tree;
  }
}
