package dev.sluice.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sluice.call.answer.BytePipe;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/// The body of an answer, read from a pipe. One thread reads; any closes. The lock is held while
/// bytes are copied, never while the reader waits; it is not the stream itself, whose monitor the
/// application may hold. Nothing on the side of the call may hold it, so that a body which the
/// application has forgotten is found.
final class AnswerBody extends InputStream {
  private static final String CLOSED = "the answer is closed: read it before";

  private final BytePipe pipe;
  private final Exchange exchange;
  private final Object lock = new Object();

  /// The part that is being read.
  @GuardedBy("lock")
  private @Nullable ByteBuf current;

  @GuardedBy("lock")
  private boolean closed;

  AnswerBody(BytePipe pipe, Exchange exchange) {
    this.pipe = pipe;
    this.exchange = exchange;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      return length == 0 ? 0 : some(into, offset, length);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private int some(byte[] into, int offset, int length) throws IOException {
    int taken = take(into, offset, length);
    while (taken == 0) {
      ByteBuf next = next();
      if (next == null) {
        exchange.checkWhole();
        return -1;
      }
      begin(next);
      taken = take(into, offset, length);
    }
    return taken;
  }

  @Override
  public int available() {
    synchronized (lock) {
      return pipe.available() + (current == null ? 0 : current.readableBytes());
    }
  }

  /// Copies what is there of the current part.
  private int take(byte[] into, int offset, int length) throws IOException {
    synchronized (lock) {
      checkOpen();
      if (current == null) {
        return 0;
      }
      int taken = Math.min(length, current.readableBytes());
      current.readBytes(into, offset, taken);
      if (!current.isReadable()) {
        release();
      }
      return taken;
    }
  }

  private void begin(ByteBuf next) throws IOException {
    synchronized (lock) {
      if (closed) {
        next.release();
      } else {
        release();
        current = next;
      }
      checkOpen();
    }
  }

  private @Nullable ByteBuf next() throws IOException {
    try {
      ByteBuf next = pipe.read();
      if (next == null && pipe.isClosed()) {
        throw new IOException(CLOSED);
      }
      return next;
    } catch (InterruptedException left) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the answer");
    }
  }

  @GuardedBy("lock")
  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException(CLOSED);
    }
  }

  @GuardedBy("lock")
  private void release() {
    if (current != null) {
      current.release();
      current = null;
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      release();
    }
    exchange.leave();
  }
}
