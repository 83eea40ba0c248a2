package dev.sluice.cli.demo;

/// Counts what happened within the last ten seconds, to a second. Confined to its owner's lock.
final class Recent {
  private static final int SECONDS = 10;
  private static final long SECOND = 1_000_000_000;

  private final long[] counts = new long[SECONDS];
  private long latest = Long.MIN_VALUE;

  void add(long now) {
    move(now);
    counts[slot(latest)]++;
  }

  long count(long now) {
    move(now);
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  /// Forgets the seconds that have come round again.
  private void move(long now) {
    long second = Math.max(latest, Math.floorDiv(now, SECOND));
    if (latest != Long.MIN_VALUE) {
      for (long each = Math.max(latest, second - SECONDS) + 1; each <= second; each++) {
        counts[slot(each)] = 0;
      }
    }
    latest = second;
  }

  private static int slot(long second) {
    return Math.floorMod(second, SECONDS);
  }
}
