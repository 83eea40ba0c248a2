package dev.sluice;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.runtime.Loop;
import io.netty.buffer.ByteBuf;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Carries an answer from the loop to one reading thread. The loop never waits for the reader and
/// takes no lock that it may hold: it enqueues and unparks. The loop is asked to pause while
/// [#CAPACITY] bytes are waiting.
///
/// What waits are copies: nothing of the transport's has to be given back by the application's
/// threads, which keep nothing of it.
final class AnswerPipe implements ClientResponse {
  /// How many bytes may wait for the reader before the feed is paused.
  static final int CAPACITY = 64 * 1024;

  private final Loop loop;
  private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingBytes = new AtomicInteger();

  // Written on the loop, read by the reader.
  private volatile @Nullable Started started;
  private volatile @Nullable Failed failed;
  private volatile boolean ended;
  private volatile Usage usage = Usage.NONE;
  private volatile OptionalLong cost = OptionalLong.empty();

  // Written by the reader, and by whoever closes.
  private volatile @Nullable Thread reader;
  private volatile boolean closed;

  /// What watches over the answer: held as long as the call knows this pipe, and read by nobody.
  @SuppressWarnings("UnusedVariable")
  private volatile @Nullable Object leash;

  /// What the provider waits to run until the reader has made room. Confined to the loop.
  private @Nullable Runnable resume;

  /// The beginning of an answer: its head, and the attempts before it.
  record Started(Head head, AttemptHistory history) {}

  AnswerPipe(Loop loop) {
    this.loop = loop;
  }

  @Override
  public void start(Head head, long length, AttemptHistory history) {
    started = new Started(head, history);
    wake();
  }

  @Override
  public void write(ByteBuf bytes) {
    try {
      if (!closed && bytes.isReadable()) {
        byte[] part = new byte[bytes.readableBytes()];
        bytes.readBytes(part);
        waitingBytes.addAndGet(part.length);
        waiting.add(part);
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public void flush() {
    wake();
  }

  @Override
  public void usage(Usage usage) {
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
    ended = true;
    wake();
  }

  @Override
  public void refuse(Failed why, AttemptHistory history) {
    cut(why);
  }

  @Override
  public void cut(Failed why) {
    failed = why;
    ended = true;
    wake();
  }

  @Override
  public boolean writable() {
    return waitingBytes.get() < CAPACITY;
  }

  @Override
  public void onWritable(Runnable resume) {
    this.resume = resume;
    resumeIfWritable();
  }

  /// Waits for the answer to begin.
  ///
  /// @throws CallFailedException if there is none
  Started awaitStart() throws InterruptedException {
    awaitUntil(() -> started != null || ended);
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
    awaitUntil(() -> !waiting.isEmpty() || ended || closed);
    byte[] next = waiting.poll();
    if (closed) {
      throw CallFailedException.answerClosed();
    }
    if (next == null && failed != null) {
      throw new CallFailedException(whyFailed());
    }
    if (next != null) {
      taken(next.length);
    }
    return next;
  }

  /// The usage that the call has been told so far; all of it once the body has been read to its
  /// end.
  Usage usage() {
    return usage;
  }

  /// The cost of the answer in nano-dollars, as far as it was told.
  OptionalLong cost() {
    return cost;
  }

  /// Whether the answer has ended, whether or not it has been read.
  boolean isEnded() {
    return ended;
  }

  /// Holds a watch over the answer.
  void leash(Object watch) {
    leash = watch;
  }

  /// Whether the reader wants no more.
  boolean isClosed() {
    return closed;
  }

  /// Closes the pipe: the reader wants no more; parts that wait or may still come are dropped. A
  /// reader that waits on another thread fails.
  void close() {
    closed = true;
    waiting.clear();
    wake();
  }

  private void taken(int bytes) {
    int before = waitingBytes.getAndAdd(-bytes);
    if (before >= CAPACITY && before - bytes < CAPACITY) {
      resumeOnLoop();
    }
  }

  private void resumeOnLoop() {
    try {
      loop.execute(this::resumeIfWritable);
    } catch (RejectedExecutionException _) {
      // The gateway has been closed, and every call of it has ended.
    }
  }

  private void resumeIfWritable() {
    Runnable task = resume;
    if (task != null && writable()) {
      resume = null;
      task.run();
    }
  }

  private void awaitUntil(BooleanSupplier ready) throws InterruptedException {
    reader = Thread.currentThread();
    while (!ready.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LockSupport.park(this);
    }
  }

  private void wake() {
    LockSupport.unpark(reader);
  }

  private Failed whyFailed() {
    Failed why = failed;
    return why == null ? new Failed.Internal() : why;
  }
}
