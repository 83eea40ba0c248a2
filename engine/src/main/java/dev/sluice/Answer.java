package dev.sluice;

import dev.sluice.call.Head;
import dev.sluice.call.pipeline.CallHandle;
import io.netty.buffer.ByteBuf;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer that is pulled: reading waits for more, and reading slowly slows the provider down,
/// since at most 64 KiB wait unread. Closing it before its end cancels the call.
///
/// For one thread at a time, which may be virtual.
public final class Answer implements AutoCloseable {
  private final AnswerPipe pipe;
  private final AnswerPipe.Started started;
  private final CallHandle running;
  private final Body body = new Body();

  Answer(AnswerPipe pipe, AnswerPipe.Started started, CallHandle running) {
    this.pipe = pipe;
    this.started = started;
    this.running = running;
  }

  /// Returns the HTTP status of the answer; always one of success, since a failure is an exception.
  public int status() {
    return started.head().status();
  }

  /// Returns the answer's headers by lower-case name, as far as they concern the caller.
  public Map<String, String> headers() {
    return started.head().headers();
  }

  /// Returns the answer's media type: `application/json`, or `text/event-stream` where a stream was
  /// asked for.
  public String mediaType() {
    Head head = started.head();
    return head.mediaType();
  }

  /// Returns the name of the target that answered, as `provider/model`.
  public String target() {
    return started.history().target();
  }

  /// Returns how many attempts the answer took.
  public int attempts() {
    return started.history().attempts();
  }

  /// Returns the body; always the same stream. Its reads throw [CallFailedException] if the answer
  /// is cut: a cut answer never just ends. An interrupt ends a read with [InterruptedIOException].
  public InputStream body() {
    return body;
  }

  /// Cancels the call if it still runs, and gives back what waits unread.
  @Override
  public void close() {
    running.leave();
    pipe.close();
    body.release();
  }

  private final class Body extends InputStream {
    private @Nullable ByteBuf current;
    private boolean ended;

    @Override
    public int read() throws InterruptedIOException {
      ByteBuf bytes = next();
      return bytes == null ? -1 : bytes.readUnsignedByte();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws InterruptedIOException {
      if (length == 0) {
        return 0;
      }
      ByteBuf bytes = next();
      if (bytes == null) {
        return -1;
      }
      int taken = Math.min(length, bytes.readableBytes());
      bytes.readBytes(into, offset, taken);
      return taken;
    }

    /// Returns the bytes to read from, at least one; null at the end.
    private @Nullable ByteBuf next() throws InterruptedIOException {
      while (!ended && (current == null || !current.isReadable())) {
        release();
        try {
          current = pipe.read();
          ended = current == null;
        } catch (InterruptedException left) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("interrupted while waiting for the answer");
        }
      }
      return current;
    }

    private void release() {
      if (current != null) {
        current.release();
        current = null;
      }
    }
  }
}
