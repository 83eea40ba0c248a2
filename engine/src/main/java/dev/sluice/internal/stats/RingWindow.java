package dev.sluice.internal.stats;

/// Sliding window: counts what happened of late, in a ring of slots of equal length.
///
/// ```text
/// slot(t)  = floor(t / width)            the window is the newest slot and the slots - 1 before it
/// at most  = sum of all slots            up to one slot more than slots - 1 of them
/// at least = sum of all but the oldest
/// ```
///
/// The window never goes back: threads read their clocks at slightly different times, and what is
/// told late is counted in the newest slot.
///
/// Limitations: slots are forgotten as a whole, so that the length is right to within one of them.
///
/// Threads: not safe for several. Instants are on [dev.sluice.call.runtime.Clock#nanos].
public final class RingWindow {
  private static final long NEVER = Long.MIN_VALUE;

  private final long width;
  private final int[] counts;
  private int total;
  private long newest = NEVER;

  /// The index of the newest slot in the ring.
  private int head;

  /// @param width the length of a slot in nanoseconds
  /// @param slots the number of slots
  public RingWindow(long width, int slots) {
    this.width = width;
    this.counts = new int[slots];
  }

  /// Adds `count` to the newest slot.
  public void add(int count, long now) {
    roll(now);
    add(count);
  }

  /// Adds `count` to the newest slot. There must be one, by [#roll], [#follow] or an earlier count.
  public void add(int count) {
    counts[head] += count;
    total += count;
  }

  /// Adds `count`, which may be negative, at an earlier instant; one that is out of the window is
  /// ignored.
  public void add(int count, long at, long now) {
    roll(now);
    long age = newest - Math.floorDiv(at, width);
    if (age >= 0 && age < counts.length) {
      counts[place((int) age)] += count;
      total += count;
    }
  }

  /// Forgets what has left the window by `now`.
  public void roll(long now) {
    rollTo(Math.floorDiv(now, width));
  }

  /// Forgets what `other`, of the same slots, has forgotten.
  public void follow(RingWindow other) {
    rollTo(other.newest);
  }

  /// Returns what the window held when it was last rolled.
  public int total() {
    return total;
  }

  /// Returns the count of the slot so many before the newest one.
  public int back(int slots) {
    return counts[place(slots)];
  }

  /// Returns the count of the window, with the whole slot that it begins in: never too little.
  public int atMost(long now) {
    roll(now);
    return total;
  }

  /// Returns the count of the slots that lie in the window entirely: never too much.
  public int atLeast(long now) {
    roll(now);
    return total - back(counts.length - 1);
  }

  private void rollTo(long slot) {
    if (slot <= newest) {
      return;
    }
    long gone = newest == NEVER ? 0 : Math.min(slot - newest, counts.length);
    for (long i = 0; i < gone; i++) {
      head = head + 1 == counts.length ? 0 : head + 1;
      total -= counts[head];
      counts[head] = 0;
    }
    newest = slot;
  }

  private int place(int back) {
    int place = head - back;
    return place < 0 ? place + counts.length : place;
  }
}
