package dev.sluice.lab.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Traces that are made up, from a seed.
public final class Synthetic {
  private static final double NANOS = 1e9;

  // A quiet base load with bursts in it: made up, and unlike that of the excerpts.
  private static final double HUM = 1.5;
  private static final double BURST = 20;
  private static final double QUIET_SECONDS = 25;
  private static final double BURST_SECONDS = 4;
  private static final double INPUT_MEDIAN = 400;
  private static final double INPUT_SPREAD = 1.1;
  private static final double OUTPUT_MEDIAN = 180;
  private static final double OUTPUT_SPREAD = 0.9;
  private static final long INPUT_MAX = 16_000;
  private static final long OUTPUT_MAX = 4_000;

  private Synthetic() {}

  /// Makes a trace of calls at a hum with bursts of more than ten times that, with small inputs and
  /// long outputs.
  public static Trace bursty(double seconds, long seed) {
    var random = new SplittableRandom(seed);
    var arrivals = new ArrayList<Arrival>();
    double at = 0;
    while (at < seconds) {
      double quietUntil = at + exponential(QUIET_SECONDS, random);
      at = fill(arrivals, at, Math.min(seconds, quietUntil), HUM, random);
      double burstUntil = at + exponential(BURST_SECONDS, random);
      at = fill(arrivals, at, Math.min(seconds, burstUntil), BURST, random);
    }
    return new Trace("synthetic", fromZero(arrivals));
  }

  /// Makes calls of the sizes of `like`, each of which comes by itself.
  ///
  /// @param rate how many a second
  public static List<Arrival> steady(
      Trace like, double rate, double seconds, SplittableRandom random) {
    var arrivals = new ArrayList<Arrival>();
    List<Arrival> sizes = like.arrivals();
    for (double at = exponential(1 / rate, random);
        at < seconds;
        at += exponential(1 / rate, random)) {
      Arrival size = sizes.get(random.nextInt(sizes.size()));
      arrivals.add(new Arrival((long) (at * NANOS), size.input(), size.output()));
    }
    return arrivals;
  }

  private static double fill(
      List<Arrival> into, double from, double to, double rate, SplittableRandom random) {
    for (double at = from + exponential(1 / rate, random);
        at < to;
        at += exponential(1 / rate, random)) {
      long input = size(INPUT_MEDIAN, INPUT_SPREAD, INPUT_MAX, random);
      long output = size(OUTPUT_MEDIAN, OUTPUT_SPREAD, OUTPUT_MAX, random);
      into.add(new Arrival((long) (at * NANOS), input, output));
    }
    return to;
  }

  private static List<Arrival> fromZero(List<Arrival> arrivals) {
    long first = arrivals.getFirst().at();
    return arrivals.stream().map(a -> new Arrival(a.at() - first, a.input(), a.output())).toList();
  }

  private static double exponential(double mean, SplittableRandom random) {
    return -mean * Math.log(1 - random.nextDouble());
  }

  private static long size(double median, double spread, long most, SplittableRandom random) {
    return Math.clamp((long) (median * Math.exp(spread * random.nextGaussian())), 1, most);
  }
}
