package dev.sluice.transport.loop;

import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A loop in virtual time that carries the virtual threads which it starts, as an event loop does:
/// all run on the thread that calls [#run], one after the other, so that a run is the same each
/// time. Time passes only when no thread and no task can go on. It is its own clock.
///
/// A thread that parks for a time does so in real time, which no other part of the loop knows.
public final class CarryingLoop implements Loop, Clock {
  private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Due> timers =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
  private long now = 1;
  private long order;

  private record Due(long at, long order, Runnable task) {}

  @Override
  public void execute(Runnable task) {
    ready.add(task);
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    var due = new Due(now + delay.toNanos(), order++, task);
    timers.add(due);
    return () -> timers.remove(due);
  }

  @Override
  public boolean inLoop() {
    return !Thread.currentThread().isVirtual();
  }

  @Override
  public Thread start(String name, Runnable task) {
    Thread thread = VirtualThreads.carried(ready::add, name, task);
    thread.start();
    return thread;
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public Instant wall() {
    return Instant.EPOCH.plusNanos(now);
  }

  /// Lets so much time pass.
  public void run(Duration length) {
    long until = now + length.toNanos();
    drain();
    for (Due due = timers.peek(); due != null && due.at() <= until; due = timers.peek()) {
      timers.remove();
      now = Math.max(now, due.at());
      due.task().run();
      drain();
    }
    now = until;
  }

  private void drain() {
    for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
      task.run();
    }
  }
}
