package dev.sluice.internal.retry;

/// Counts what happened in the last ten seconds, in slots of a quarter of a second. Not safe for
/// threads.
final class Window {
  private static final long SLOT_NANOS = 250_000_000;

  /// The number of slots, one more than ten seconds hold, since the newest one is not full yet.
  private static final int SLOTS = 41;

  private final int[] counts = new int[SLOTS];
  private long newest = Long.MIN_VALUE;

  /// Adds `count`, which may be negative, at an instant; an instant out of the window is ignored.
  void add(int count, long at, long now) {
    roll(now);
    long slot = Math.floorDiv(at, SLOT_NANOS);
    if (slot <= newest && newest - slot < SLOTS) {
      counts[Math.floorMod(slot, SLOTS)] += count;
    }
  }

  /// The sum over the last ten seconds and the slot that they begin in: never too little.
  int atMost(long now) {
    roll(now);
    int sum = 0;
    for (int count : counts) {
      sum += count;
    }
    return sum;
  }

  /// The sum over the slots that lie in the last ten seconds entirely: never too much.
  int atLeast(long now) {
    return atMost(now) - counts[Math.floorMod(newest + 1, SLOTS)];
  }

  /// Threads read their clocks at slightly different times, so that `now` may go back a little.
  private void roll(long now) {
    long slot = Math.floorDiv(now, SLOT_NANOS);
    if (newest == Long.MIN_VALUE) {
      newest = slot;
    }
    for (long gone = Math.max(newest + 1, slot - SLOTS + 1); gone <= slot; gone++) {
      counts[Math.floorMod(gone, SLOTS)] = 0;
    }
    newest = Math.max(newest, slot);
  }
}
