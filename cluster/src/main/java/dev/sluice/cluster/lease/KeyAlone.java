package dev.sluice.cluster.lease;

import java.time.Duration;

/// What a node that is alone uses of a key's limit: it fills the purse by its part, and what is
/// used within a minute becomes a debt when the node is back, since all begins full at the centre.
/// Under the lock of the limit.
final class KeyAlone {
  private static final double MINUTE = 60;
  private static final double NANOS = Duration.ofSeconds(1).toNanos();

  private final Purse purse;
  private boolean alone;
  private boolean begun;
  private long filledAt;
  private double used;

  KeyAlone(Purse purse) {
    this.purse = purse;
  }

  /// Fills the purse up to now.
  ///
  /// @param everHeard whether the centre has been asked before; else the purse begins full, once
  void advance(long perMinute, int nodes, boolean everHeard, long now) {
    if (!alone) {
      alone = true;
      filledAt = everHeard || begun ? now : now - (long) (MINUTE * NANOS);
      begun = true;
    }
    double seconds = (now - filledAt) / NANOS;
    purse.fill(share(perMinute, nodes), most(perMinute, nodes), seconds);
    forget(perMinute, nodes, now);
  }

  private void forget(long perMinute, int nodes, long now) {
    used = Math.max(0, used - share(perMinute, nodes) * (now - filledAt) / NANOS);
    filledAt = now;
  }

  private static double share(long perMinute, int nodes) {
    return perMinute / MINUTE / nodes;
  }

  private static double most(long perMinute, int nodes) {
    return Math.max(1, share(perMinute, nodes) * MINUTE);
  }

  /// Takes `count` at once, if they are there.
  ///
  /// @return 0 if they were taken; else nanoseconds until they may be
  long take(long perMinute, long count, int nodes) {
    double lacks = Math.min((double) count, most(perMinute, nodes)) - purse.level();
    if (lacks > 0) {
      return Math.max(1, (long) (lacks / share(perMinute, nodes) * NANOS));
    }
    purse.take((double) count);
    used += count;
    return 0;
  }

  /// Notes that the node is not alone now.
  void end(long perMinute, int nodes, long now) {
    if (alone) {
      alone = false;
      forget(perMinute, nodes, now);
      purse.drop();
      purse.take(used);
      used = 0;
    }
  }
}
