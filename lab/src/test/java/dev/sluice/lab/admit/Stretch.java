package dev.sluice.lab.admit;

import dev.sluice.lab.trace.Arrival;
import dev.sluice.lab.trace.Trace;
import dev.sluice.sim.scenario.Distribution;
import java.util.ArrayList;
import java.util.SplittableRandom;

/// A stretch of a trace, sped up. The simulated provider draws how long its answers are, so that
/// here they are drawn as well.
final class Stretch {
  /// The distribution of the tokens of an answer.
  static final Distribution OUTPUT = new Distribution.LogNormal(130, 0.7);

  /// The fewest tokens that a request can have at the simulated provider.
  private static final long INPUT_MIN = 8;

  private static final double NANOS = 1e9;

  private Stretch() {}

  /// @param seconds how long it is then
  /// @param speed how many times faster it is
  static Trace of(Trace trace, double seconds, double speed, long seed) {
    var random = new SplittableRandom(seed);
    var arrivals = new ArrayList<Arrival>();
    for (Arrival arrival : trace.arrivals()) {
      long at = (long) (arrival.at() / speed);
      if (at < seconds * NANOS) {
        long output = Math.max(1, Math.round(OUTPUT.draw(random)));
        arrivals.add(new Arrival(at, Math.max(INPUT_MIN, arrival.input()), output));
      }
    }
    return new Trace(trace.name() + ", faster", arrivals);
  }
}
