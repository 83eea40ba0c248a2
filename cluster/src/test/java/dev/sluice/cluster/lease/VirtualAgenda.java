package dev.sluice.cluster.lease;

import dev.sluice.call.runtime.Clock;
import dev.sluice.cluster.link.Agenda;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/// An agenda in virtual time.
final class VirtualAgenda implements Agenda, Clock {
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private long now;
  private long number;

  private record Task(long at, long number, Runnable run) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int earlier = Long.compare(at, other.at);
      return earlier != 0 ? earlier : Long.compare(number, other.number);
    }
  }

  @Override
  public void run(Runnable task) {
    after(Duration.ZERO, task);
  }

  @Override
  public void after(Duration delay, Runnable task) {
    tasks.add(new Task(now + delay.toNanos(), number++, task));
  }

  @Override
  public Clock clock() {
    return this;
  }

  /// Lets so much time pass, with all that is due in it.
  void pass(Duration time) {
    long end = now + time.toNanos();
    for (Task next = tasks.peek(); next != null && next.at() <= end; next = tasks.peek()) {
      tasks.remove();
      now = Math.max(now, next.at());
      next.run().run();
    }
    now = end;
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public Instant wall() {
    return Instant.ofEpochSecond(0, now);
  }
}
