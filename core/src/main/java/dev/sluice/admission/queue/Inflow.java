package dev.sluice.admission.queue;

import dev.sluice.call.Cost;
import java.util.Arrays;

/// What comes in a second, by how far it is put back: who waits is overtaken by those who come
/// later and are put back less. Exponentially decaying sums over a minute.
final class Inflow {
  private static final int CLASSES = 64;
  private static final int PARTS = 4;
  private static final double SECONDS = 60;
  private static final double YOUNG = 30;

  private final double least;
  private final double width;
  private final double[] sums = new double[(CLASSES + 1) * PARTS];
  private final long since;
  private long at;

  /// @param least the shortest offset, in nanoseconds
  /// @param most the longest
  Inflow(long least, long most, long now) {
    this.least = least / 1e9;
    this.width = (most - least) / 1e9 / CLASSES;
    this.since = now;
    this.at = now;
  }

  /// A call has come that is granted, or waits.
  void came(long offset, Cost cost, boolean critical, long now) {
    decay(now);
    int i = (critical ? CLASSES : at(offset)) * PARTS;
    sums[i]++;
    sums[i + 1] += cost.input();
    sums[i + 2] += cost.output();
    sums[i + 3] += cost.reserved();
  }

  /// Adds to `into` what is to come within `seconds` and goes before a call that is put back by
  /// `offset`: each class as long as it does.
  void overtaking(long offset, double seconds, long now, Sum into) {
    double share = share(now);
    double own = offset / 1e9;
    for (int c = 0; c < CLASSES; c++) {
      double lead = own - (least + (c + 0.5) * width);
      if (lead <= 0) {
        break;
      }
      add(c, share * Math.min(lead, seconds), into);
    }
    add(CLASSES, share * seconds, into);
  }

  /// Adds what of critical calls is to come within `seconds`.
  void critical(double seconds, long now, Sum into) {
    add(CLASSES, share(now) * seconds, into);
  }

  /// Adds all that is to come within `seconds`.
  void all(double seconds, long now, Sum into) {
    double share = share(now);
    for (int c = 0; c <= CLASSES; c++) {
      add(c, share * seconds, into);
    }
  }

  /// What a sum means a second.
  private double share(long now) {
    decay(now);
    double age = (now - since) / 1e9;
    return 1 / (SECONDS * (1 - Math.exp(-Math.max(age, YOUNG) / SECONDS)));
  }

  private void add(int c, double share, Sum into) {
    int i = c * PARTS;
    if (sums[i] > 0) {
      into.add(share * sums[i], share * sums[i + 1], share * sums[i + 2], share * sums[i + 3]);
    }
  }

  private void decay(long now) {
    if (now - at > 100_000_000L) {
      double kept = Math.exp(-(now - at) / 1e9 / SECONDS);
      if (kept < 1e-6) {
        Arrays.fill(sums, 0);
      } else {
        for (int i = 0; i < sums.length; i++) {
          sums[i] *= kept;
        }
      }
      at = now;
    }
  }

  private int at(long offset) {
    return Math.clamp((long) ((offset / 1e9 - least) / width), 0, CLASSES - 1);
  }
}
