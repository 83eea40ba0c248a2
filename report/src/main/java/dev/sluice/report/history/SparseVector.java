package dev.sluice.report.history;

import java.util.Arrays;

/// A vector of mostly zeros as bytes: for each other value the distance from the one before and the
/// value, as variable-length integers. A busy slot takes about 200 bytes, an empty one none. This
/// is also the form in which a slot can be written to a disk.
public final class SparseVector {
  /// The vector of zeros alone.
  private static final byte[] EMPTY = {};

  private static final int BITS = 7;
  private static final int MORE = 1 << BITS;

  private byte[] bytes = new byte[64];
  private int length;

  private SparseVector() {}

  /// Encodes `values`, none of which may be negative.
  public static byte[] of(long[] values) {
    var out = new SparseVector();
    int last = -1;
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0) {
        out.put(i - last);
        out.put(values[i]);
        last = i;
      }
    }
    return out.length == 0 ? EMPTY : Arrays.copyOf(out.bytes, out.length);
  }

  /// Adds what `sparse` holds to `sums`.
  public static void addTo(long[] sums, byte[] sparse) {
    int at = 0;
    int place = -1;
    while (at < sparse.length) {
      place += (int) get(sparse, at);
      at = behind(sparse, at);
      sums[place] += get(sparse, at);
      at = behind(sparse, at);
    }
  }

  private void put(long value) {
    long rest = value;
    while (rest >= MORE) {
      put((byte) ((rest & (MORE - 1)) | MORE));
      rest >>>= BITS;
    }
    put((byte) rest);
  }

  private void put(byte one) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    bytes[length++] = one;
  }

  private static long get(byte[] bytes, int at) {
    long value = 0;
    int shift = 0;
    int i = at;
    while (bytes[i] < 0) {
      value |= (long) (bytes[i++] & (MORE - 1)) << shift;
      shift += BITS;
    }
    return value | (long) bytes[i] << shift;
  }

  private static int behind(byte[] bytes, int at) {
    int i = at;
    while (bytes[i] < 0) {
      i++;
    }
    return i + 1;
  }
}
