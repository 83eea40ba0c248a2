package dev.sluice.test;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sluice.sim.wire.ReplyTimer;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The time by which scripted delays pass: real time, until [#stop]; from then on no delay ends but
/// by [#advance]. It goes on when the test ends. The application's own timers know nothing of it.
/// Safe for any number of threads.
///
/// ```java
/// llm.clock().stop();
/// llm.answers(text("late").firstTokenAfter(Duration.ofMinutes(2)));
/// var answer = executor.submit(() -> application.ask("?"));
/// llm.clock().advance(Duration.ofMinutes(2));   // waits for the call, then for no time at all
/// assertEquals("late", answer.get());
/// ```
public final class LlmClock {
  private final Object lock = new Object();
  private final Timer timer = new Timer();

  /// The delays that have not ended, while the time stands still.
  @GuardedBy("lock")
  private final List<Delay> delays = new ArrayList<>();

  @GuardedBy("lock")
  private boolean stopped;

  /// What the time is ahead of the JDK's; the time itself while it stands still.
  @GuardedBy("lock")
  private long base;

  /// A delay of an answer.
  private record Delay(long due, EventLoop loop, Runnable task) {}

  LlmClock() {}

  ReplyTimer timer() {
    return timer;
  }

  /// Stops the time.
  public void stop() {
    synchronized (lock) {
      base = nanos();
      stopped = true;
    }
  }

  /// Waits until an answer waits for the time, and then lets so much time pass. When this method
  /// returns, what was due has been sent.
  ///
  /// @throws IllegalStateException if the time does not stand still, or if no answer waits for it
  ///   within five seconds
  public void advance(Duration time) {
    awaitAll(release(time.toNanos()));
  }

  /// Lets the time go on, from where it stands.
  public void resume() {
    List<Delay> left;
    synchronized (lock) {
      if (!stopped) {
        return;
      }
      left = List.copyOf(delays);
      delays.clear();
      stopped = false;
      base -= System.nanoTime();
    }
    left.forEach(delay -> delay.loop().execute(delay.task()));
  }

  private List<Delay> release(long nanos) {
    synchronized (lock) {
      if (!stopped) {
        throw new IllegalStateException("the time does not stand still: call stop() before");
      }
      awaitDelay();
      base += nanos;
      long now = base;
      List<Delay> due = delays.stream().filter(delay -> delay.due() <= now).toList();
      delays.removeAll(due);
      return due;
    }
  }

  @GuardedBy("lock")
  private void awaitDelay() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Waiting.SECONDS);
    try {
      while (delays.isEmpty() && System.nanoTime() - end < 0) {
        TimeUnit.NANOSECONDS.timedWait(lock, end - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (delays.isEmpty()) {
      throw new IllegalStateException(
          "no answer waits for the time, after "
              + Waiting.SECONDS
              + " s: was the call sent, and does its answer have a delay?");
    }
  }

  private static void awaitAll(List<Delay> due) {
    for (Delay delay : due) {
      var _ = delay.loop().submit(delay.task()).syncUninterruptibly();
    }
  }

  @GuardedBy("lock")
  private long nanos() {
    return stopped ? base : System.nanoTime() + base;
  }

  /// The clock as answers see it, on event loops.
  private final class Timer implements ReplyTimer {
    @Override
    public long nanos() {
      synchronized (lock) {
        return LlmClock.this.nanos();
      }
    }

    @Override
    public Runnable schedule(EventLoop loop, Runnable task, long nanos) {
      synchronized (lock) {
        if (!stopped) {
          var scheduled = loop.schedule(task, nanos, TimeUnit.NANOSECONDS);
          return () -> scheduled.cancel(false);
        }
        Delay delay = new Delay(LlmClock.this.nanos() + nanos, loop, task);
        delays.add(delay);
        lock.notifyAll();
        return () -> forget(delay);
      }
    }

    private void forget(Delay delay) {
      synchronized (lock) {
        delays.remove(delay);
      }
    }
  }
}
