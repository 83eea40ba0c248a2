package dev.sluice.call.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/// A loop in virtual time for tests: tasks run at once, timers when [#advance] reaches them. It is
/// its own clock. For one thread, but for the virtual threads that it starts.
public final class VirtualLoop implements Loop, Clock {
  private final PriorityQueue<Due> timers =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
  private long now = 1;
  private long order;

  private record Due(long at, long order, Runnable task) {}

  @Override
  public synchronized void execute(Runnable task) {
    task.run();
  }

  @Override
  public synchronized Timer schedule(Duration delay, Runnable task) {
    var due = new Due(now + delay.toNanos(), order++, task);
    timers.add(due);
    return () -> cancel(due);
  }

  @Override
  public boolean inLoop() {
    return true;
  }

  @Override
  public Thread start(String name, Runnable task) {
    return Thread.ofVirtual().name(name).start(task);
  }

  @Override
  public synchronized long nanos() {
    return now;
  }

  @Override
  public Instant wall() {
    return Instant.EPOCH.plusNanos(nanos());
  }

  /// Lets time pass, and the timers in it fire, each at its instant.
  public synchronized void advance(Duration by) {
    long until = now + by.toNanos();
    for (Due due = timers.peek(); due != null && due.at() <= until; due = timers.peek()) {
      timers.remove();
      now = Math.max(now, due.at());
      due.task().run();
    }
    now = until;
  }

  /// Lets time pass in which nothing runs, as when the process is paused: what comes due meanwhile
  /// runs late, with the next [#advance].
  public synchronized void holdUp(Duration by) {
    now += by.toNanos();
  }

  /// How many timers are set.
  public synchronized int timers() {
    return timers.size();
  }

  private synchronized void cancel(Due due) {
    timers.remove(due);
  }
}
