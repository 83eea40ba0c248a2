package dev.sluice.call.runtime;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicBoolean;

/// A request's body, kept until no attempt can need it any more. The body counts against one bound
/// for the whole process; [#close] gives back the bytes and the reservation, once however often it
/// is called.
public final class Body implements AutoCloseable {
  private final ByteBuf bytes;
  private final Runnable giveBack;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// Takes over `bytes`.
  ///
  /// @param giveBack returns the reservation; run once, on the thread that closes
  public Body(ByteBuf bytes, Runnable giveBack) {
    this.bytes = bytes;
    this.giveBack = giveBack;
  }

  /// A view of the bytes with a position of its own, valid until this body is closed; retain it to
  /// keep it longer.
  public ByteBuf bytes() {
    return bytes.duplicate();
  }

  /// The size of the body in bytes.
  public int size() {
    return bytes.readableBytes();
  }

  /// Whether the body's bytes have been given back.
  public boolean isClosed() {
    return closed.get();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      bytes.release();
      giveBack.run();
    }
  }
}
