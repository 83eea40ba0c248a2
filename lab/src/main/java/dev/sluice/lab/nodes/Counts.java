package dev.sluice.lab.nodes;

import java.util.Arrays;

/// Events with their instants, in order.
final class Counts {
  private static final int FIRST = 1_024;
  private long[] at = new long[FIRST];
  private int size;

  void add(long now) {
    if (size == at.length) {
      at = Arrays.copyOf(at, 2 * size);
    }
    at[size++] = now;
  }

  int all() {
    return size;
  }

  /// Returns how many there were from one instant to another.
  int between(long from, long to) {
    return place(to) - place(from);
  }

  private int place(long instant) {
    int found = Arrays.binarySearch(at, 0, size, instant);
    if (found < 0) {
      return -found - 1;
    }
    while (found > 0 && at[found - 1] == instant) {
      found--;
    }
    return found;
  }
}
