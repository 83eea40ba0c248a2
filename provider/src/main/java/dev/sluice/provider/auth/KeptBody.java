package dev.sluice.provider.auth;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicBoolean;

/// A reference to the body of a request, for as long as the request may be sent again: until its
/// answer begins, which may take long, or its exchange has returned. Safe for any thread.
final class KeptBody implements AutoCloseable {
  private final ByteBuf body;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// Takes over `body`.
  KeptBody(ByteBuf body) {
    this.body = body;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      body.release();
    }
  }
}
