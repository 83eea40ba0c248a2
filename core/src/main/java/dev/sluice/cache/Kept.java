package dev.sluice.cache;

import dev.sluice.call.Head;
import java.util.List;
import java.util.zip.CRC32C;

/// A whole answer, as it was told.
///
/// @param head with what holds for other calls too
/// @param parts its body; nobody writes to them
/// @param checksum of the parts
/// @param at when it was kept, on [dev.sluice.call.Clock#nanos]
record Kept(Head head, List<byte[]> parts, long checksum, long at) {
  /// What a part and an entry cost beside their bytes, roughly.
  static final int PART_COST = 32;

  static final int COST = 1024;

  static Kept of(Head head, List<byte[]> parts, long at) {
    return new Kept(head, List.copyOf(parts), sum(parts), at);
  }

  /// Whether it is what it was.
  boolean sound() {
    return sum(parts) == checksum;
  }

  /// Whether its parts are events, which are not to be cut.
  boolean stream() {
    return head.mediaType().equals("text/event-stream");
  }

  /// What it takes, in bytes.
  int weight() {
    long bytes = COST;
    for (byte[] part : parts) {
      bytes += part.length + PART_COST;
    }
    return Math.toIntExact(bytes);
  }

  private static long sum(List<byte[]> parts) {
    var sum = new CRC32C();
    parts.forEach(sum::update);
    return sum.getValue();
  }
}
