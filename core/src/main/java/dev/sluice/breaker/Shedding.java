package dev.sluice.breaker;

import dev.sluice.call.Band;
import dev.sluice.call.Call;
import java.time.Duration;

/// Which calls are shed when a share is to be: the least urgent first. It knows how much of the
/// traffic each band is, from the calls that were let through, each counted for those of its band
/// that were not.
///
/// A call's lot is drawn from what it is, not from chance: asked again, it gets the same answer.
final class Shedding {
  private static final int BANDS = 4;

  /// No band is shed beyond this, else nothing would be known of it any more.
  private static final double CAP = 0.8;

  private final int salt;
  private final long halfLife;
  private final double[] demand = new double[BANDS];
  private double all;
  private long halved;

  Shedding(int salt, Duration halfLife, long now) {
    this.salt = salt;
    this.halfLife = halfLife.toNanos();
    this.halved = now;
  }

  /// Notes a call that was let through.
  ///
  /// @param share what is being shed of all calls
  void passed(Call call, double share, long now) {
    if (now - halved > halfLife) {
      halve(now);
    }
    int rank = rank(call.claim().band());
    double stands = share == 0 ? 1 : 1 / (1 - of(rank, share));
    demand[rank] += stands;
    all += stands;
  }

  /// Whether `call` is among the `share` of calls to shed.
  boolean takes(Call call, double share) {
    return share > 0 && lot(call) < of(rank(call.claim().band()), share);
  }

  /// The share of a band when `share` of all calls is shed.
  private double of(int rank, double share) {
    double left = share * all;
    for (int i = BANDS - 1; i > rank; i--) {
      left -= Math.min(left, CAP * demand[i]);
    }
    double own = demand[rank];
    return own == 0 ? Math.min(CAP, share) : Math.min(CAP, left / own);
  }

  private static int rank(Band band) {
    return switch (band) {
      case CRITICAL -> 0;
      case INTERACTIVE -> 1;
      case NORMAL -> 2;
      case BATCH -> 3;
    };
  }

  private void halve(long now) {
    halved = now;
    all /= 2;
    for (int i = 0; i < BANDS; i++) {
      demand[i] /= 2;
    }
  }

  /// From 0 to 1, even over calls. The mixer is SplitMix64's (Steele, Lea, Flood 2014).
  private double lot(Call call) {
    long z = (call.id().hashCode() * 0x9E3779B97F4A7C15L) ^ (call.arrived() + salt);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
  }
}
