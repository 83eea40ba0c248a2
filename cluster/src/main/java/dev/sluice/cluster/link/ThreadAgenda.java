package dev.sluice.cluster.link;

import dev.sluice.call.runtime.Bugs;
import dev.sluice.call.runtime.Clock;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/// An agenda on a platform thread of its own. What it is given while another thread holds a lock is
/// enqueued and wakes the thread, and takes no lock.
public final class ThreadAgenda implements Agenda, AutoCloseable {
  private static final Duration END = Duration.ofSeconds(5);

  private final Clock clock;
  private final Queue<Task> given = new ConcurrentLinkedQueue<>();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("sluice-cluster").unstarted(this::run);
  private volatile boolean closed;

  // Confined to the thread.
  private final PriorityQueue<Task> due = new PriorityQueue<>();
  private long number;

  /// @param at when it is due, on the clock
  private record Task(long at, long number, Runnable run) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int earlier = Long.signum(at - other.at);
      return earlier != 0 ? earlier : Long.compare(number, other.number);
    }
  }

  public ThreadAgenda(Clock clock) {
    this.clock = clock;
  }

  /// Starts the thread.
  public void start() {
    thread.start();
  }

  @Override
  public void run(Runnable task) {
    give(clock.nanos(), task);
  }

  @Override
  public void after(Duration delay, Runnable task) {
    give(clock.nanos() + delay.toNanos(), task);
  }

  @Override
  public Clock clock() {
    return clock;
  }

  private void give(long at, Runnable task) {
    given.add(new Task(at, 0, task));
    LockSupport.unpark(thread);
  }

  private void run() {
    while (true) {
      boolean ends = closed;
      take();
      Task next = due.peek();
      if (next != null && next.at() - clock.nanos() <= 0) {
        due.remove();
        attempt(next.run());
      } else if (ends) {
        return;
      } else if (next == null) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, next.at() - clock.nanos());
      }
    }
  }

  private void take() {
    for (Task task = given.poll(); task != null; task = given.poll()) {
      due.add(new Task(task.at(), number++, task.run()));
    }
  }

  private static void attempt(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error bug) {
      Bugs.report("a bug in the cluster's thread", bug);
    }
  }

  /// Ends the thread, once what it was given before is done.
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
