package dev.sluice.server.http;

import dev.sluice.call.runtime.Clock;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A timer of a connection, set and cleared many times. Setting it later than it is armed for,
/// which is what happens at every call, costs two writes and nothing of the loop's.
public final class LazyTimer {
  private final EventExecutor loop;
  private final Clock clock;
  private @Nullable Runnable action;
  private long due;
  private @Nullable Future<?> armed;
  private long armedFor;

  /// Makes a timer that is not set.
  ///
  /// @param loop where it runs; all methods are called there
  public LazyTimer(EventExecutor loop, Clock clock) {
    this.loop = loop;
    this.clock = clock;
  }

  /// Runs `action` once after `delay`, instead of what was set before.
  public void set(Duration delay, Runnable action) {
    this.action = action;
    due = clock.nanos() + delay.toNanos();
    if (armed == null || due - armedFor < 0) {
      arm(delay.toNanos());
    }
  }

  /// Clears the timer: nothing runs until it is set again.
  public void clear() {
    action = null;
  }

  /// Clears the timer for good.
  public void close() {
    clear();
    disarm();
  }

  private void arm(long delay) {
    disarm();
    armedFor = due;
    armed = loop.schedule(this::fire, delay, TimeUnit.NANOSECONDS);
  }

  private void disarm() {
    if (armed != null) {
      armed.cancel(false);
      armed = null;
    }
  }

  private void fire() {
    armed = null;
    Runnable set = action;
    if (set == null) {
      return;
    }
    long left = due - clock.nanos();
    if (left > 0) {
      arm(left);
    } else {
      action = null;
      set.run();
    }
  }
}
