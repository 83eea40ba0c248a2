package dev.sluice.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;

/// The sending of a large body piece by piece, as the wire takes it: written bytes are copied to
/// the wire's own memory at once, so that a body written as a whole would be in memory twice, and
/// hold up the loop while it is copied. Each piece is a task of its own on the loop. Confined to
/// the loop.
final class Upload implements AutoCloseable {
  /// The size of the pieces of a body that is copied.
  private static final int COPIED = 64 * 1024;

  /// The size of the pieces of a body outside of the heap, which the wire takes as it is unless it
  /// is encrypted: each piece costs the same beside its bytes, its peer's wake-up among that.
  private static final int SHARED = 512 * 1024;

  private final int size;
  private final ByteBuf rest;
  private final ChannelFutureListener sent;

  /// Whether the next piece is scheduled on the loop already.
  private boolean due;

  private boolean closed;

  /// @param body the body, which stays the caller's and may be released at any time
  /// @param encrypted whether the wire copies what it takes, to encrypt it
  /// @param sent the listener that is notified when the last piece has been written
  Upload(ByteBuf body, boolean encrypted, ChannelFutureListener sent) {
    this.size = !encrypted && body.isDirect() ? SHARED : COPIED;
    this.rest = body.retainedDuplicate();
    this.sent = sent;
  }

  /// Sends the next piece, together with what was written before it.
  void send(ChannelHandlerContext to) {
    due = false;
    if (closed) {
      return;
    }
    ByteBuf piece = rest.readRetainedSlice(Math.min(size, rest.readableBytes()));
    if (rest.isReadable()) {
      var _ = to.write(piece, to.voidPromise());
    } else {
      var _ = to.write(piece).addListener(sent);
    }
    to.flush();
    proceed(to);
  }

  /// Goes on, if the wire takes more; called when that may have become so.
  void proceed(ChannelHandlerContext to) {
    if (!closed && !due && rest.isReadable() && to.channel().isWritable()) {
      due = true;
      to.executor().execute(() -> send(to));
    }
  }

  /// Ends the sending, and releases the rest of the body.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      rest.release();
    }
  }
}
