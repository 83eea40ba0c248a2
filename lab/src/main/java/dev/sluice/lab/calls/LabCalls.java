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
  /// The load is that many times the limit.
  private static final double OVERLOAD = 1.3;

  private static final int WARM_UP_SECONDS = 3;
  private static final long WARM_UP_SEED = 8;
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
    out.println(Workload.MIX);
    Comparison comparison = new LabCalls(options).compare();
    print(comparison, out);
    if (options.json().isPresent()) {
      new ObjectMapper().writeValue(options.json().get().toFile(), comparison);
    }
    return comparison.holds() ? 0 : 1;
  }

  private Comparison compare() throws CannotListen, IOException, InterruptedException {
    int limit = (int) (options.rate() / OVERLOAD);
    double aloneWithout = alone(Savings.none());
    double aloneWith = alone(Site.ALL);
    return new Comparison(
        load(Savings.none(), Optional.empty()),
        load(Site.ALL, Optional.empty()),
        load(Savings.none(), Optional.of(limit)),
        load(Site.ALL, Optional.of(limit)),
        aloneWithout,
        aloneWith);
  }

  private Seen load(Savings savings, Optional<Integer> limit)
      throws CannotListen, IOException, InterruptedException {
    try (Site site = Site.start(savings, limit)) {
      warmUp(site);
      return new OpenLoop(site).run(Workload.of(options.rate(), options.seconds(), Workload.SEED));
    }
  }

  private double alone(Savings savings) throws CannotListen, IOException, InterruptedException {
    try (Site site = Site.start(savings, Optional.empty())) {
      warmUp(site);
      return new OpenLoop(site).oneByOne(Workload.different(ALONE, "single"));
    }
  }

  /// With other calls: what is compiled and connected counts for nobody, and nothing is kept.
  private void warmUp(Site site) throws IOException, InterruptedException {
    new OpenLoop(site).run(Workload.of(options.rate(), WARM_UP_SECONDS, WARM_UP_SEED));
  }

  private static void print(Comparison comparison, PrintStream out) {
    out.println(
        "load                        asked    sent  429 up   429 to client  failed    p50 ms    p99 ms    tokens  saved");
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
        "%-24s %8d %7d %7d %15d %7d %9.1f %9.1f %9d  %s%n",
        name,
        seen.asked(),
        seen.sent(),
        seen.upstream429(),
        seen.client429(),
        seen.failed(),
        seen.p50(),
        seen.p99(),
        seen.tokens(),
        seen.saved());
  }
}
