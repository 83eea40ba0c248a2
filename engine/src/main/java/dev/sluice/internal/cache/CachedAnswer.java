package dev.sluice.internal.cache;

import dev.sluice.call.Head;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.zip.CRC32C;

/// A whole answer, as it was received.
///
/// @param head the head, with the headers that hold for other calls too
/// @param parts the body; never written to
/// @param checksum the checksum of the parts
/// @param at when the answer was stored, on [dev.sluice.call.runtime.Clock#nanos]
record CachedAnswer(Head head, List<byte[]> parts, long checksum, long at) implements CacheEntry {
  /// The overhead of a part and of an entry beside their bytes, roughly.
  static final int PART_COST = 32;

  static final int COST = 1024;

  static CachedAnswer of(Head head, List<byte[]> parts, long at) {
    return new CachedAnswer(head, List.copyOf(parts), sum(parts), at);
  }

  @Override
  public boolean sound() {
    return sum(parts) == checksum;
  }

  @Override
  public int weight() {
    long bytes = COST;
    for (byte[] part : parts) {
      bytes += part.length + PART_COST;
    }
    return Math.toIntExact(bytes);
  }

  /// Returns a copy of the whole body.
  byte[] body() {
    var whole = new ByteArrayOutputStream(weight());
    parts.forEach(whole::writeBytes);
    return whole.toByteArray();
  }

  private static long sum(List<byte[]> parts) {
    var sum = new CRC32C();
    parts.forEach(sum::update);
    return sum.getValue();
  }
}
