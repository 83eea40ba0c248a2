package dev.sluice.internal.admission.queue.traffic;

import dev.sluice.call.gate.Cost;
import dev.sluice.internal.admission.queue.order.Demand;

/// What comes in a second, by how far it is put back: who waits is overtaken by those who come
/// later and are put back less. Exponentially decaying sums over a minute.
public final class ArrivalRates {
  private static final int CLASSES = 64;
  private static final int PARTS = 4;
  private static final double SECONDS = 60;
  private static final double YOUNG = 30;
  private static final long STEP = 100_000_000;

  private final double least;
  private final double width;
  private final double[] sums = new double[(CLASSES + 1) * PARTS];
  private final double[] all = new double[PARTS];
  private final long since;
  private long at;

  /// What a sum means a second.
  private double share;

  /// @param least the shortest offset, in nanoseconds
  /// @param most the longest
  public ArrivalRates(long least, long most, long now) {
    this.least = least / 1e9;
    this.width = (most - least) / 1e9 / CLASSES;
    this.since = now;
    this.at = now;
    this.share = share(0);
  }

  /// A call has come that is granted, or waits.
  public void came(long offset, Cost cost, boolean critical, long now) {
    decay(now);
    int i = (critical ? CLASSES : at(offset)) * PARTS;
    sums[i]++;
    sums[i + 1] += cost.input();
    sums[i + 2] += cost.output();
    sums[i + 3] += cost.reserved();
    all[0]++;
    all[1] += cost.input();
    all[2] += cost.output();
    all[3] += cost.reserved();
  }

  /// Adds to `into` what is to come within `seconds` and goes before a call that is put back by
  /// `offset`: each class as long as it does.
  public void overtaking(long offset, double seconds, long now, Demand into) {
    decay(now);
    double own = offset / 1e9 - least;
    double calls = 0;
    double input = 0;
    double output = 0;
    double reserved = 0;
    for (int c = 0; c < CLASSES && own > (c + 0.5) * width; c++) {
      double lead = Math.min(own - (c + 0.5) * width, seconds);
      int i = c * PARTS;
      calls += lead * sums[i];
      input += lead * sums[i + 1];
      output += lead * sums[i + 2];
      reserved += lead * sums[i + 3];
    }
    into.add(share * calls, share * input, share * output, share * reserved);
    critical(share * seconds, into);
  }

  /// Adds to `into` what comes in a second, or only what of it is critical.
  public void comes(boolean criticalOnly, long now, Demand into) {
    decay(now);
    if (criticalOnly) {
      critical(share, into);
    } else {
      into.add(share * all[0], share * all[1], share * all[2], share * all[3]);
    }
  }

  /// Until when it answers the same if nothing comes.
  public long fresh() {
    return at + STEP;
  }

  private void critical(double share, Demand into) {
    int i = CLASSES * PARTS;
    into.add(share * sums[i], share * sums[i + 1], share * sums[i + 2], share * sums[i + 3]);
  }

  private void decay(long now) {
    if (now - fresh() > 0) {
      double kept = Math.exp(-(now - at) / 1e9 / SECONDS);
      if (kept < 1e-6) {
        kept = 0;
      }
      fade(sums, kept);
      fade(all, kept);
      at = now;
      share = share((now - since) / 1e9);
    }
  }

  private static double share(double age) {
    return 1 / (SECONDS * (1 - Math.exp(-Math.max(age, YOUNG) / SECONDS)));
  }

  private static void fade(double[] sums, double kept) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] *= kept;
    }
  }

  private int at(long offset) {
    return Math.clamp((long) ((offset / 1e9 - least) / width), 0, CLASSES - 1);
  }
}
