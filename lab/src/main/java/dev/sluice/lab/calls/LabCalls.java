package dev.sluice.lab.calls;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.calls.Comparison.Pair;
import dev.sluice.lab.draw.JsonReport;
import dev.sluice.lab.draw.Threshold;
import dev.sluice.lab.load.TimeLeft;
import dev.sluice.sim.limit.Limit;
import dev.sluice.sim.limit.ModelLimits;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Runs the comparison, and tells what came of it.
public record LabCalls(CallsOptions options) {
  /// The load is that many times the limit.
  private static final double OVERLOAD = 1.3;

  private static final int WARM_UP_SECONDS = 3;
  private static final long WARM_UP_SEED = 8;
  private static final int ALONE = 40;

  /// Runs the laboratory, and prints a table.
  ///
  /// @return 0, or 1 if a threshold does not hold
  /// @throws IOException if a gateway cannot be asked, or the results cannot be written
  /// @param terminal where to say how long it still takes; empty for nowhere
  public static int run(CallsOptions options, PrintStream out, Optional<PrintStream> terminal)
      throws IOException, InterruptedException {
    out.println(Workload.MIX);
    Comparison comparison;
    try (var _ =
        TimeLeft.start(
            terminal, Clock.SYSTEM, "eight gateways, one after the other", length(options))) {
      comparison = new LabCalls(options).compare();
    }
    print(comparison, out);
    JsonReport.write(tree(comparison), options.json());
    return comparison.holds() ? 0 : 1;
  }

  /// Six loads and two gateways that are asked one call after the other, each warmed up before.
  private static Duration length(CallsOptions options) {
    return Duration.ofSeconds(6L * (WARM_UP_SECONDS + options.seconds()) + 2L * WARM_UP_SECONDS);
  }

  private Comparison compare() throws IOException, InterruptedException {
    double aloneWithout = alone(Site.NONE);
    double aloneWith = alone(Site.ALL);
    Pair free = pair(ModelLimits.NONE);
    long tokens = free.without().tokens() / options.seconds();
    return new Comparison(
        free,
        pair(new ModelLimits(limit(options.rate()), null, Integer.MAX_VALUE, false)),
        pair(new ModelLimits(null, limit(tokens), Integer.MAX_VALUE, false)),
        aloneWithout,
        aloneWith);
  }

  /// The excess of the load, a second's worth at once.
  private static Limit limit(long perSecond) {
    long allowed = Math.max(1, (long) (perSecond / OVERLOAD));
    return new Limit(60 * allowed, allowed);
  }

  private Pair pair(ModelLimits limits) throws IOException, InterruptedException {
    return new Pair(load(Site.NONE, limits), load(Site.ALL, limits));
  }

  private LoadResult load(String reuse, ModelLimits limits)
      throws IOException, InterruptedException {
    try (Site site = Site.start(reuse, limits)) {
      warmUp(site);
      return new OpenLoop(site).run(Workload.of(options.rate(), options.seconds(), Workload.SEED));
    }
  }

  private double alone(String reuse) throws IOException, InterruptedException {
    try (Site site = Site.start(reuse, ModelLimits.NONE)) {
      warmUp(site);
      return new OpenLoop(site).oneByOne(Workload.different(ALONE, "single"));
    }
  }

  /// Warms a gateway up with other calls: compiled code and connections count for no gateway, and
  /// nothing is kept.
  private void warmUp(Site site) throws IOException, InterruptedException {
    new OpenLoop(site).run(Workload.of(options.rate(), WARM_UP_SECONDS, WARM_UP_SEED));
  }

  private static void print(Comparison comparison, PrintStream out) {
    out.println(
        "load                        asked    sent  429 up   429 to client  failed    p50 ms    p99"
            + " ms    tokens  saved");
    pair(out, "no limit", comparison.free());
    pair(out, "limit of requests", comparison.requests());
    pair(out, "limit of tokens", comparison.tokens());
    print(out, "a call alone, p50: %.2f ms without", comparison.aloneWithout());
    print(out, "a call alone, p50: %.2f ms with", comparison.aloneWith());
    print(out, "tokens used, to those without: %.3f", comparison.cost());
    comparison.thresholds().forEach(threshold -> threshold.print(out));
    out.flush();
  }

  private static void print(PrintStream out, String what, double value) {
    out.println(String.format(Locale.ROOT, what, value));
  }

  private static void pair(PrintStream out, String load, Pair pair) {
    line(out, load + ", without", pair.without());
    line(out, load + ", with", pair.with());
  }

  private static Map<String, Object> tree(Comparison comparison) {
    return Map.of(
        "loads", comparison,
        "tokens_to_those_without", comparison.cost(),
        "thresholds", comparison.thresholds().stream().map(Threshold::tree).toList(),
        "holds", comparison.holds());
  }

  private static void line(PrintStream out, String name, LoadResult result) {
    out.printf(
        Locale.ROOT,
        "%-26s %6d %7d %7d %15d %7d %9.1f %9.1f %9d  %s%n",
        name,
        result.asked(),
        result.sent(),
        result.upstream429(),
        result.client429(),
        result.failed(),
        result.p50(),
        result.p99(),
        result.tokens(),
        result.saved());
  }
}
