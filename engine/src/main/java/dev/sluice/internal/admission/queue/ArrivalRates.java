package dev.sluice.internal.admission.queue;

import dev.sluice.call.gate.Cost;
import dev.sluice.internal.stats.Seconds;
import java.util.stream.Stream;

/// Arrival rates of calls by priority offset: later calls with a smaller offset overtake a waiting
/// call. Exponentially decaying sums over a minute, in eight classes.
final class ArrivalRates {
  private static final int CLASSES = 8;
  private static final double SECONDS = 60;
  public static final long STEP = 250_000_000;

  private final double least;
  private final double width;
  private final Demand critical = new Demand();
  private final Demand[] others =
      Stream.generate(Demand::new).limit(CLASSES).toArray(Demand[]::new);
  private final long since;
  private long at;

  /// The rate per second that a sum of one stands for.
  private double share;

  /// @param least the shortest offset, in nanoseconds
  /// @param most the longest
  public ArrivalRates(long least, long most, long now) {
    this.least = Seconds.of(least);
    this.width = Seconds.of(most - least) / CLASSES;
    this.since = now;
    this.at = now;
    this.share = share(0);
  }

  /// Counts a call that has arrived and is granted, or waits.
  public void arrived(long offset, Cost cost, boolean isCritical, long now) {
    decay(now);
    (isCritical ? critical : others[at(offset)]).add(cost, 1);
  }

  /// Adds to `into` what is expected to arrive within `seconds` and to go before a call of this
  /// offset: each class for as long as its calls overtake that call.
  public void overtaking(long offset, double seconds, long now, Demand into) {
    decay(now);
    double lead = Seconds.of(offset) - least - width / 2;
    for (int c = 0; c < CLASSES && lead > 0; c++) {
      into.add(others[c], share * Math.min(lead, seconds));
      lead -= width;
    }
    into.add(critical, share * seconds);
  }

  /// Adds to `into` what arrives in a second, or only what of it is critical.
  public void addTo(Demand into, boolean criticalOnly, long now) {
    decay(now);
    into.add(critical, share);
    for (int c = 0; c < CLASSES && !criticalOnly; c++) {
      into.add(others[c], share);
    }
  }

  /// Returns until when the rates stay as they are if no call arrives.
  public long fresh() {
    return at + STEP;
  }

  private void decay(long now) {
    if (now - fresh() > 0) {
      double kept = Math.exp(-Seconds.of(now - at) / SECONDS);
      critical.scale(kept);
      for (Demand other : others) {
        other.scale(kept);
      }
      at = now;
      share = share(Seconds.of(now - since));
    }
  }

  /// Returns the rate per second that a sum of one stands for. At least half a minute is taken for
  /// the age, so that a few calls are no high rate.
  private static double share(double age) {
    return 1 / (SECONDS * (1 - Math.exp(-Math.max(age / SECONDS, 1 / 2.0))));
  }

  private int at(long offset) {
    return Math.clamp((long) ((Seconds.of(offset) - least) / width), 0, CLASSES - 1);
  }
}
