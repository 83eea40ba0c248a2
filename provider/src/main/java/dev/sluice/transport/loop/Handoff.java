package dev.sluice.transport.loop;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A slot by which a loop hands one value to the thread that made the slot and waits for it. The
/// first value counts. No lock, and no timer: the loop only unparks.
///
/// Correct when both run in parallel as well as when the loop carries the thread.
public final class Handoff<T> {
  private sealed interface Result<T> {
    T take();
  }

  private record Value<T>(T value) implements Result<T> {
    @Override
    public T take() {
      return value;
    }
  }

  private record Thrown<T>(Throwable cause) implements Result<T> {
    @Override
    public T take() {
      throw new IllegalStateException(cause);
    }
  }

  private final Thread waiter = Thread.currentThread();
  private final AtomicReference<@Nullable Result<T>> result = new AtomicReference<>();

  /// Wakes the waiter with `value`.
  public void set(T value) {
    complete(new Value<>(value));
  }

  /// Wakes the waiter with a bug.
  public void crash(Throwable cause) {
    complete(new Thrown<>(cause));
  }

  /// Waits for the value, on the thread that made this slot.
  ///
  /// @throws InterruptedException if the thread is interrupted before there is a value
  /// @throws IllegalStateException if the other side crashed
  public T await() throws InterruptedException {
    Result<T> got = result.get();
    while (got == null) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LockSupport.park(this);
      got = result.get();
    }
    return got.take();
  }

  private void complete(Result<T> first) {
    if (result.compareAndSet(null, first)) {
      LockSupport.unpark(waiter);
    }
  }
}
