package dev.sluice.lab.survive;

import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/// Shows what a gateway saves of an hour of trouble, and says whether it saves enough.
public final class Survive {
  private static final int PASSED = 0;
  private static final int FAILED = 1;

  private Survive() {}

  /// Runs, prints, and writes the results where they are asked for. Takes as long as the options
  /// say and a quarter of a minute more.
  ///
  /// @return the exit code: 0 if every threshold holds, else 1
  /// @throws IOException if the results cannot be written
  public static int run(SurviveOptions options, PrintStream out)
      throws IOException, InterruptedException {
    out.printf(
        "An hour in %d s, %d calls a second through each of SDK and Sluice, over two providers%n%n",
        options.length().toSeconds(), options.perSecond());
    Results results = new Run(Plan.of(options), Clock.SYSTEM).results();
    List<Bound> bounds = Bound.of(results);
    new TextReport(out).print(results, bounds);
    if (options.json().isPresent()) {
      JsonReport.write(results, bounds, options.json().get());
    }
    return bounds.stream().allMatch(Bound::holds) ? PASSED : FAILED;
  }
}
