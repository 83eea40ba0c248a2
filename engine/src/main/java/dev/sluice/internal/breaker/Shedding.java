package dev.sluice.internal.breaker;

import dev.sluice.call.Call;
import dev.sluice.call.request.Band;
import java.time.Duration;

/// Load shedding by priority: which calls are shed when a share of them is to be, the least urgent
/// band first.
///
/// ```text
/// of(band)  = min(0.8, left / demand(band))     left starts at share * all, from batch to critical
/// left      = left - min(left, 0.8 * demand(band))
/// shed      : lot(call) < of(band)              lot in [0, 1), from the call's id and arrival
/// demand    = calls let through, each counted 1 / (1 - of(band)) times; halved each window
/// ```
///
/// A call's lot is drawn from what it is, not from chance: asked again, it gets the same answer, so
/// that waiting neither helps nor hurts.
///
/// Source: criticality in client-side throttling (Beyer et al., "Site Reliability Engineering",
/// chapter 21); the lot is SplitMix64's mixer (Steele, Lea and Flood, 2014); ADR 0014.
///
/// Limitations: no band is shed beyond 80 %, else nothing would be known of it any more, so a
/// failing target keeps a fifth of its calls. The demand of the bands is that of the last windows:
/// after a sudden change of the mix the share shed is off for about one window.
final class Shedding {
  private static final int BANDS = 4;

  /// The largest share of a band that is shed: beyond it too little would be known of the target.
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
  /// @param share the share of all calls that is being shed
  void passed(Call call, double share, long now) {
    if (now - halved > halfLife) {
      halve(now);
    }
    int rank = rank(call.hints().band());
    double stands = share == 0 ? 1 : 1 / (1 - of(rank, share));
    demand[rank] += stands;
    all += stands;
  }

  /// Whether `call` is among the `share` of calls to shed.
  boolean takes(Call call, double share) {
    return share > 0 && lot(call) < of(rank(call.hints().band()), share);
  }

  /// Returns the share of a band to shed when `share` of all calls is shed.
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

  /// Returns a call's lot, from 0 to 1 and evenly spread over calls. The mixer is SplitMix64's
  /// (Steele, Lea, Flood 2014).
  private double lot(Call call) {
    long z = (call.id().hashCode() * 0x9E3779B97F4A7C15L) ^ (call.arrived() + salt);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
  }
}
