package dev.sluice.lab.admit;

import dev.sluice.config.quota.Dimension;
import dev.sluice.lab.draw.Criterion;
import dev.sluice.lab.draw.Criterion.Unit;
import dev.sluice.lab.trace.Arrival;
import dev.sluice.lab.trace.Synthetic;
import dev.sluice.lab.trace.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// The scenario in which the provider halves its limits after five minutes and says nothing. The
/// change is found when the gateway believes in at most a tenth more than the truth.
record HalvedLimit(Trace sizes, BandShares bands, Duration deadline, Duration bucket) {
  private static final double LOAD = 2;
  private static final double RATE = 5.5;
  private static final double SECONDS = 900;
  private static final long HALVED = 300_000_000_000L;
  private static final long LOOK_EACH = 100_000_000L;
  private static final long LOOK_FOR = 300_000_000_000L;
  private static final double CLOSE = 1.1;
  private static final double FOUND_IN = 30;
  private static final double REFUSALS = 20;
  private static final double NANOS = 1e9;

  /// @param after how many seconds it was found; infinite for never
  /// @param refusals how many there were in the five minutes after it
  private record Found(double after, double refusals) {}

  ScenarioResult find(int seeds) {
    List<Found> each = IntStream.rangeClosed(1, seeds).parallel().mapToObj(this::run).toList();
    double longest = each.stream().mapToDouble(Found::after).max().orElseThrow();
    double most = each.stream().mapToDouble(Found::refusals).max().orElseThrow();
    return new ScenarioResult(
        "The limits are halved without a word, at twice the old ones' load",
        each.stream().map(HalvedLimit::line).toList(),
        List.of(
            Criterion.atMost(
                "a silently halved limit: found after", longest, FOUND_IN, Unit.SECONDS),
            Criterion.atMost("a silently halved limit: 429s", most, REFUSALS, Unit.COUNT)));
  }

  private static String line(Found found) {
    return String.format(
        Locale.ROOT,
        "found after %.1f s; %.0f 429s in five minutes",
        found.after(),
        found.refusals());
  }

  private Found run(int seed) {
    List<Arrival> arrivals = Synthetic.steady(sizes, RATE, SECONDS, new SplittableRandom(seed));
    Trace trace = new Trace("halved", arrivals);
    ProviderRates rates = ProviderRates.of(trace, LOAD, bucket);
    var world = new World(Workload.of(trace, bands, seed), rates, deadline, seed);
    var sluice = new Sluice(world, Knowledge.CONFIGURATION);
    var watch = new Watch(world, sluice, rates.times(0.5));
    world.timeline().at(HALVED, watch::halve);
    world.run(sluice::arrive);
    return new Found(watch.after, refusals(world));
  }

  private static double refusals(World world) {
    return world.outcomes().throttles().stream()
        .filter(at -> at >= HALVED && at < HALVED + LOOK_FOR)
        .count();
  }

  /// Looks again and again at what the gateway believes, until that is close to the truth.
  private static final class Watch {
    private final World world;
    private final Sluice sluice;
    private final ProviderRates truth;
    private double after = Double.POSITIVE_INFINITY;

    Watch(World world, Sluice sluice, ProviderRates truth) {
      this.world = world;
      this.sluice = sluice;
      this.truth = truth;
    }

    void halve() {
      world.provider().allow(truth);
      look();
    }

    private void look() {
      long since = world.timeline().now() - HALVED;
      if (sluice.gauges().of(Dimension.TOKENS).limit() <= CLOSE * truth.tokens()) {
        after = since / NANOS;
      } else if (since < LOOK_FOR) {
        world.timeline().after(LOOK_EACH, this::look);
      }
    }
  }
}
