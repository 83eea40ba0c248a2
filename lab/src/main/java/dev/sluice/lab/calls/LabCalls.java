package dev.sluice.lab.calls;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.Savings;
import dev.sluice.server.CannotListen;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/// Runs the comparison, and tells what came of it.
public final class LabCalls {
  private static final int PER_SECOND = 200;
  private static final int LIMIT = 100;
  private static final int WARM_UP_SECONDS = 1;
  private static final int ALONE = 40;

  private final CallsOptions options;

  private LabCalls(CallsOptions options) {
    this.options = options;
  }

  /// Runs it and prints a table.
  ///
  /// @return 0, or 1 if a threshold does not hold
  /// @throws IOException if a gateway cannot be asked, or the results cannot be written
  public static int run(CallsOptions options, PrintStream out)
      throws CannotListen, IOException, InterruptedException {
    Comparison comparison = new LabCalls(options).compare();
    print(comparison, out);
    if (options.json().isPresent()) {
      new ObjectMapper().writeValue(options.json().get().toFile(), comparison);
    }
    return comparison.holds() ? 0 : 1;
  }

  Comparison compare() throws CannotListen, IOException, InterruptedException {
    double aloneWithout = alone(Savings.none());
    double aloneWith = alone(Site.ALL);
    return new Comparison(
        load(Savings.none(), Optional.empty()),
        load(Site.ALL, Optional.empty()),
        load(Savings.none(), Optional.of(LIMIT)),
        load(Site.ALL, Optional.of(LIMIT)),
        aloneWithout,
        aloneWith);
  }


  private Seen load(Savings savings, Optional<Integer> limit)
      throws CannotListen, IOException, InterruptedException {
    try (Site site = Site.start(savings, limit)) {
      return new OpenLoop(site).run(Workload.of(PER_SECOND, options.seconds()));
    }
  }

  /// After a warm-up, since the first gateway finds the JVM cold.
  private static double alone(Savings savings)
      throws CannotListen, IOException, InterruptedException {
    try (Site site = Site.start(savings, Optional.empty())) {
      new OpenLoop(site).run(Workload.of(PER_SECOND, WARM_UP_SECONDS));
      return new OpenLoop(site).oneByOne(Workload.different(ALONE, "single"));
    }
  }

  private static void print(Comparison comparison, PrintStream out) {
    out.println("load                        asked    sent     429  failed    p50 ms    p99 ms    tokens  saved");
    line(out, "without", comparison.without());
    line(out, "with", comparison.with());
    line(out, "without, limited", comparison.limitedWithout());
    line(out, "with, limited", comparison.limitedWith());
    out.printf(
        Locale.ROOT,
        "a call alone, p50: %.2f ms without, %.2f ms with%n",
        comparison.aloneWithout(),
        comparison.aloneWith());
    comparison
        .thresholds()
        .forEach(
            t ->
                out.printf(
                    Locale.ROOT,
                    "%-6s %s: %.3f, at most %.3f%n",
                    t.holds() ? "ok" : "BROKEN",
                    t.what(),
                    t.value(),
                    t.bound()));
    out.flush();
  }

  private static void line(PrintStream out, String name, Seen seen) {
    out.printf(
        Locale.ROOT,
        "%-24s %8d %7d %7d %7d %9.1f %9.1f %9d  %s%n",
        name,
        seen.asked(),
        seen.sent(),
        seen.refused(),
        seen.failed(),
        seen.p50(),
        seen.p99(),
        seen.tokens(),
        seen.saved());
  }
}
