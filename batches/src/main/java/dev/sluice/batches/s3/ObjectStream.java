package dev.sluice.batches.s3;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A part of an object, as it comes. For one thread.
public final class ObjectStream implements AutoCloseable {
  private final ArrivingBody body;
  private final long total;

  ObjectStream(ArrivingBody body, long total) {
    this.body = body;
    this.total = total;
  }

  /// How many bytes the whole object has.
  public long total() {
    return total;
  }

  /// Reads some bytes.
  ///
  /// @return how many; -1 at the end of the part
  /// @throws IOException if the part broke off, or nothing comes for too long
  public int read(ByteBuffer into) throws IOException {
    return body.read(into);
  }

  @Override
  public void close() {
    body.close();
  }
}
