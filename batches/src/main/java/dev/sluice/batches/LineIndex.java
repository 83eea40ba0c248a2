package dev.sluice.batches;

import java.util.Arrays;

/// Where the lines of an input are: twelve bytes a line. Lines without content are left out. For
/// one thread while it is built, for any from then on.
final class LineIndex {
  private static final int FIRST = 256;

  private long[] offsets = new long[FIRST];
  private int[] lengths = new int[FIRST];
  private int count;

  void add(long offset, int length) {
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    offsets[count] = offset;
    lengths[count++] = length;
  }

  int count() {
    return count;
  }

  long offset(int line) {
    return offsets[line];
  }

  int length(int line) {
    return lengths[line];
  }
}
