package dev.sluice.batches;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/// How far the files of a log count that other owners have written: as far as they were when an
/// owner took the batch over, who has gone by them. What one of them, frozen meanwhile, adds later
/// is nobody's result.
///
/// @param epoch of the owner who noted this; all files count whole from it on
/// @param sizes of the other files, by epoch
record LogBounds(long epoch, Map<Long, Long> sizes) {
  /// All files count whole.
  static final LogBounds NONE = new LogBounds(Long.MIN_VALUE, Map.of());

  private static final int PAIR = 2 * Long.BYTES;

  LogBounds {
    sizes = Map.copyOf(sizes);
  }

  /// How many bytes of the file of an epoch count.
  long of(long other) {
    return other >= epoch ? Long.MAX_VALUE : sizes.getOrDefault(other, 0L);
  }

  byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(sizes.size() * PAIR);
    sizes.forEach((other, size) -> out.putLong(other).putLong(size));
    return out.array();
  }

  /// Reads what an owner has noted.
  ///
  /// @throws IOException if it is not that
  static LogBounds of(long epoch, byte[] bytes) throws IOException {
    if (bytes.length % PAIR != 0) {
      throw new IOException("the bounds of a log were damaged");
    }
    var sizes = new HashMap<Long, Long>();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.hasRemaining()) {
      sizes.put(in.getLong(), in.getLong());
    }
    return new LogBounds(epoch, sizes);
  }
}
