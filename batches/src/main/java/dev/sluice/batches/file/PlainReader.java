package dev.sluice.batches.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The reader of a content that is kept as it is.
///
/// @param size how many bytes its row says
record PlainReader(String id, long size, Contents.Source from) implements ContentReader {
  @Override
  public int read(long offset, byte[] into, int at, int most) throws IOException {
    if (offset >= size) {
      return -1;
    }
    int length = (int) Math.min(most, size - offset);
    int count = read(offset, ByteBuffer.wrap(into, at, length));
    if (count < 0) {
      throw Sealing.damaged(id);
    }
    return count;
  }

  private int read(long offset, ByteBuffer into) throws FileRefused {
    try {
      return from.read(into, offset);
    } catch (IOException why) {
      throw FileRefused.of(why);
    }
  }

  @Override
  public void close() {
    from.close();
  }
}
