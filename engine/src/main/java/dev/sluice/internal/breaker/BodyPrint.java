package dev.sluice.internal.breaker;

import dev.sluice.call.runtime.Body;
import io.netty.buffer.ByteBuf;

/// A print of a body that is distinctive enough to recognise a repeated request: its length and a
/// hash of its end, where requests of one conversation differ.
///
/// @param size the size in bytes
/// @param hash the hash of the last [#LOOKED_AT] bytes
record BodyPrint(int size, int hash) {
  private static final int LOOKED_AT = 4 * 1024;

  static BodyPrint of(Body body) {
    return new BodyPrint(body.size(), hash(body));
  }

  boolean is(Body body) {
    return size == body.size() && hash == hash(body);
  }

  private static int hash(Body body) {
    ByteBuf bytes = body.bytes();
    int length = Math.min(LOOKED_AT, bytes.readableBytes());
    int hash = 1;
    for (int i = bytes.writerIndex() - length; i < bytes.writerIndex(); i++) {
      hash = 31 * hash + bytes.getByte(i);
    }
    return hash;
  }
}
