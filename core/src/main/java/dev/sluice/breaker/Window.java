package dev.sluice.breaker;

import java.time.Duration;

/// Counts what went well and what did not over the last while, in ten slices. Never goes back: what
/// is told late counts now.
final class Window {
  private static final int SLICES = 10;

  private final long width;
  private final int[] well = new int[SLICES];
  private final int[] bad = new int[SLICES];
  private int allWell;
  private int allBad;
  private long slice;

  Window(Duration length, long now) {
    width = Math.max(1, length.toNanos() / SLICES);
    slice = Math.floorDiv(now, width);
  }

  void well(long now) {
    well[roll(now)]++;
    allWell++;
  }

  void bad(long now) {
    bad[roll(now)]++;
    allBad++;
  }

  /// Forgets what is too old.
  void forget(long now) {
    int _ = roll(now);
  }

  int total() {
    return allWell + allBad;
  }

  int bad() {
    return allBad;
  }

  private int roll(long now) {
    long current = Math.floorDiv(now, width);
    if (current > slice) {
      long from = Math.max(slice + 1, current - SLICES + 1);
      for (long passed = from; passed <= current; passed++) {
        clear(index(passed));
      }
      slice = current;
    }
    return index(slice);
  }

  private void clear(int i) {
    allWell -= well[i];
    allBad -= bad[i];
    well[i] = 0;
    bad[i] = 0;
  }

  private static int index(long slice) {
    return Math.floorMod(slice, SLICES);
  }
}
