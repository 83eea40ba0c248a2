package dev.sluice.call.answer;

import dev.sluice.call.runtime.Loop;
import io.netty.buffer.ByteBuf;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A pipe that carries the parts of a body from a loop to one reading thread. The loop never waits
/// for the reader and takes no lock that it may hold: it enqueues and unparks. The writer is asked
/// to pause while [#CAPACITY] bytes wait.
public final class BytePipe {
  /// How many bytes may wait for the reader before the writer is to pause.
  public static final int CAPACITY = 64 * 1024;

  private final Loop loop;
  private final Queue<ByteBuf> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingBytes = new AtomicInteger();

  // Written by the writer, read by the reader.
  private volatile boolean ended;

  // Written by the reader, or by the thread that closes the pipe.
  private volatile @Nullable Thread reader;
  private volatile boolean closed;

  /// What waits to run until the reader has made room. Confined to the loop.
  private @Nullable Runnable resume;

  /// @param loop the loop of the writer
  public BytePipe(Loop loop) {
    this.loop = loop;
  }

  /// Takes a part of the body, and ownership of it.
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

  /// Wakes the reader, so that it looks again at what it waits for.
  public void wake() {
    LockSupport.unpark(reader);
  }

  /// Ends the body.
  public void end() {
    ended = true;
    wake();
  }

  /// Whether the body has ended, whether or not it has been read.
  public boolean isEnded() {
    return ended;
  }

  /// Whether the reader keeps up.
  public boolean writable() {
    return waitingBytes.get() < CAPACITY;
  }

  /// Runs `task` on the loop, once, when the reader keeps up again. On the loop.
  public void onWritable(Runnable task) {
    resume = task;
    resumeIfWritable();
  }

  /// Waits until `ready` holds, which is asked whenever something has happened. One thread at a
  /// time reads and waits.
  public void await(BooleanSupplier ready) throws InterruptedException {
    reader = Thread.currentThread();
    while (!ready.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LockSupport.park(this);
    }
  }

  /// Waits for the next part of the body, which is then the caller's; null at its end, and once the
  /// pipe is closed.
  public @Nullable ByteBuf read() throws InterruptedException {
    await(() -> !waiting.isEmpty() || ended || closed);
    ByteBuf next = waiting.poll();
    if (next != null) {
      taken(next.readableBytes());
    }
    return next;
  }

  /// How many bytes wait to be read.
  public int available() {
    return waitingBytes.get();
  }

  /// Closes the pipe: parts that wait and parts that may still come are given back. For any thread,
  /// any number of times.
  public void close() {
    closed = true;
    discard();
    wake();
  }

  /// Whether the pipe has been closed.
  public boolean isClosed() {
    return closed;
  }

  private void taken(int bytes) {
    int before = waitingBytes.getAndAdd(-bytes);
    if (!ended && before >= CAPACITY && before - bytes < CAPACITY) {
      resumeOnLoop();
    }
  }

  private void resumeOnLoop() {
    try {
      loop.execute(this::resumeIfWritable);
    } catch (RejectedExecutionException _) {
      // The loops have stopped, and every call has ended.
    }
  }

  private void resumeIfWritable() {
    Runnable task = resume;
    if (task != null && writable()) {
      resume = null;
      task.run();
    }
  }

  private void discard() {
    for (ByteBuf left = waiting.poll(); left != null; left = waiting.poll()) {
      left.release();
    }
  }
}
