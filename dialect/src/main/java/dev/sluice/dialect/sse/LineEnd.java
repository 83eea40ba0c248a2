package dev.sluice.dialect.sse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A search for the end of a line, eight bytes at a time.
final class LineEnd {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;
  private static final long FEEDS = ONES * '\n';
  private static final long RETURNS = ONES * '\r';

  private LineEnd() {}

  /// The index of the next line feed or carriage return at or after `from`; `to` when there is
  /// none.
  static int next(byte[] a, int from, int to) {
    int i = from;
    while (i <= to - 8) {
      long word = (long) LONG.get(a, i);
      long lineFeeds = word ^ FEEDS;
      long back = word ^ RETURNS;
      long hits = (((lineFeeds - ONES) & ~lineFeeds) | ((back - ONES) & ~back)) & HIGH;
      if (hits != 0) {
        // A borrow can only raise a false hit above a true one, so the lowest is exact.
        return i + (Long.numberOfTrailingZeros(hits) >>> 3);
      }
      i += 8;
    }
    while (i < to && a[i] != '\n' && a[i] != '\r') {
      i++;
    }
    return i;
  }
}
