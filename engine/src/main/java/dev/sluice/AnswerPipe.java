package dev.sluice;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.BytePipe;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.runtime.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Carries an answer from the loop to one reading thread, by a [BytePipe].
///
/// What waits are copies: nothing of the transport's has to be given back by the application's
/// threads, which keep nothing of it.
final class AnswerPipe implements ClientResponse {
  private final BytePipe bytes;

  // Written on the loop, read by the reader.
  private volatile @Nullable Started started;
  private volatile @Nullable Failed failed;
  private volatile Supplier<Usage> usage = () -> Usage.NONE;
  private volatile OptionalLong cost = OptionalLong.empty();

  /// What watches over the answer: held as long as the call knows this pipe, and read by nobody.
  @SuppressWarnings("UnusedVariable")
  private volatile @Nullable Object leash;

  /// The beginning of an answer: its head, and the attempts before it.
  record Started(Head head, AttemptHistory history) {}

  AnswerPipe(Loop loop) {
    bytes = new BytePipe(loop);
  }

  @Override
  public void start(Head head, long length, AttemptHistory history) {
    started = new Started(head, history);
    bytes.wake();
  }

  @Override
  public void write(ByteBuf part) {
    try {
      if (!bytes.isClosed() && part.isReadable()) {
        bytes.write(Unpooled.wrappedBuffer(ByteBufUtil.getBytes(part)));
      }
    } finally {
      part.release();
    }
  }

  @Override
  public void flush() {
    bytes.wake();
  }

  @Override
  public void usage(Supplier<Usage> usage) {
    this.usage = usage;
  }

  @Override
  public void cost(long nanos) {
    cost = OptionalLong.of(nanos);
  }

  @Override
  public boolean takesCost() {
    return true;
  }

  @Override
  public void finish() {
    bytes.end();
  }

  @Override
  public void refuse(Failed why, AttemptHistory history) {
    cut(why);
  }

  @Override
  public void cut(Failed why) {
    failed = why;
    bytes.end();
  }

  @Override
  public boolean writable() {
    return bytes.writable();
  }

  @Override
  public void onWritable(Runnable resume) {
    bytes.onWritable(resume);
  }

  /// Waits for the answer to begin.
  ///
  /// @throws CallFailedException if there is none
  Started awaitStart() throws InterruptedException {
    bytes.await(() -> started != null || bytes.isEnded());
    Started begun = started;
    if (begun == null) {
      throw new CallFailedException(whyFailed());
    }
    return begun;
  }

  /// Waits for the next part of the body, which is not empty; null at its end.
  ///
  /// @throws CallFailedException if the answer was cut, or is closed: what was read of it may not
  ///   be all
  byte @Nullable [] read() throws InterruptedException {
    ByteBuf next = bytes.read();
    byte[] part = next == null ? null : next.array();
    if (next != null) {
      next.release();
    }
    if (bytes.isClosed()) {
      throw CallFailedException.answerClosed();
    }
    if (part == null && failed != null) {
      throw new CallFailedException(whyFailed());
    }
    return part;
  }

  /// The usage that the call has been told so far; all of it once the body has been read to its
  /// end.
  Usage usage() {
    return usage.get();
  }

  /// The cost of the answer in nano-dollars, as far as it was told.
  OptionalLong cost() {
    return cost;
  }

  /// Whether the answer has ended, whether or not it has been read.
  boolean isEnded() {
    return bytes.isEnded();
  }

  /// Holds a watch over the answer.
  void leash(Object watch) {
    leash = watch;
  }

  /// Whether the reader wants no more.
  boolean isClosed() {
    return bytes.isClosed();
  }

  /// Closes the pipe: the reader wants no more; parts that wait or may still come are dropped. A
  /// reader that waits on another thread fails.
  void close() {
    bytes.close();
  }

  private Failed whyFailed() {
    Failed why = failed;
    return why == null ? new Failed.Internal() : why;
  }
}
