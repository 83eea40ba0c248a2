package dev.sluice;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.runtime.Loop;
import io.netty.buffer.ByteBuf;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Carries an answer from the loop to one reading thread. The loop never waits for the reader and
/// takes no lock that it may hold: it enqueues and unparks. The loop is asked to pause while
/// [#CAPACITY] bytes are waiting.
final class AnswerPipe implements ClientResponse {
  /// How many bytes may wait for the reader before the feed is paused.
  static final int CAPACITY = 64 * 1024;

  private final Loop loop;
  private final Queue<ByteBuf> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingBytes = new AtomicInteger();

  // Written on the loop, read by the reader.
  private volatile @Nullable Started started;
  private volatile @Nullable Failed failed;
  private volatile boolean ended;

  // Written by the reader, read on the loop.
  private volatile @Nullable Thread reader;
  private volatile boolean closed;

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
    if (closed) {
      bytes.release();
      return;
    }
    waitingBytes.addAndGet(bytes.readableBytes());
    waiting.add(bytes);
    if (closed) {
      discard();
    }
  }

  @Override
  public void flush() {
    wake();
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

  /// Waits for the next part of the body; null at its end. The caller releases it.
  ///
  /// @throws CallFailedException if the answer was cut
  @Nullable ByteBuf read() throws InterruptedException {
    awaitUntil(() -> !waiting.isEmpty() || ended);
    ByteBuf next = waiting.poll();
    if (next == null && failed != null) {
      throw new CallFailedException(whyFailed());
    }
    if (next != null) {
      taken(next.readableBytes());
    }
    return next;
  }

  /// Closes the pipe: the reader wants no more; buffered parts and parts that may still come are
  /// released.
  void close() {
    closed = true;
    discard();
  }

  private void taken(int bytes) {
    int before = waitingBytes.getAndAdd(-bytes);
    if (before >= CAPACITY && before - bytes < CAPACITY) {
      loop.execute(this::resumeIfWritable);
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

  private void discard() {
    for (ByteBuf left = waiting.poll(); left != null; left = waiting.poll()) {
      left.release();
    }
  }
}
