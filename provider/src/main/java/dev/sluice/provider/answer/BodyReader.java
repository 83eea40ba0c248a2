package dev.sluice.provider.answer;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Optional;

/// A reader of one form of an answer's body. Confined to the loop.
abstract class BodyReader {
  private static final int BLOCK = 16 * 1024;

  /// The array into which blocks of a buffer are copied. To scan an array is several times as fast
  /// as to ask a buffer for each byte, even with the copy.
  private static final FastThreadLocal<byte[]> SCRATCH =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[BLOCK];
        }
      };

  /// Takes the next part of the body, and the ownership of its buffer.
  abstract void body(ByteBuf bytes);

  /// Takes the end of the body, as its framing demands.
  abstract void end();

  /// Whether the answer comes in events, so that its usage grows as they pass.
  boolean streams() {
    return false;
  }

  /// Whether the answer has said that it is complete, and nothing of it is missing.
  boolean complete() {
    return false;
  }

  /// The complete answer that has not been passed on, since it is too large for that.
  Optional<AssembledAnswer> large() {
    return Optional.empty();
  }

  /// Reads `a` from `from` to `to`.
  ///
  /// @param shift what to add to an index of `a` for one of the buffer
  /// @return whether to go on
  protected abstract boolean block(byte[] a, int from, int to, int shift);

  /// Shows all of `bytes` to [#block], and leaves their position as it is.
  ///
  /// @return whether every block wanted to go on
  protected final boolean read(ByteBuf bytes) {
    int from = bytes.readerIndex();
    int to = bytes.writerIndex();
    if (bytes.hasArray()) {
      int shift = bytes.arrayOffset();
      return block(bytes.array(), from + shift, to + shift, -shift);
    }
    byte[] scratch = SCRATCH.get();
    for (int at = from; at < to; at += BLOCK) {
      int length = Math.min(BLOCK, to - at);
      bytes.getBytes(at, scratch, 0, length);
      if (!block(scratch, 0, length, at)) {
        return false;
      }
    }
    return true;
  }
}
