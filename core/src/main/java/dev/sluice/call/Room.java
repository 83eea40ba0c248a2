package dev.sluice.call;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/// Memory that all calls share, within one bound in bytes. Nobody waits for it. Safe for any
/// thread.
public interface Room {

  /// Sets `bytes` aside if there are so many left.
  ///
  /// @return whether they are; nothing is when they are not
  boolean reserve(long bytes);

  /// Gives back `bytes` of what was set aside.
  void release(long bytes);

  /// A body of these bytes, which it owns, that counts; empty, and the bytes are given back, where
  /// there is no room for it.
  default Optional<Body> body(ByteBuf bytes) {
    int size = bytes.readableBytes();
    if (reserve(size)) {
      return Optional.of(new Body(bytes, () -> release(size)));
    }
    bytes.release();
    return Optional.empty();
  }
}
