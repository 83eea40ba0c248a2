package dev.sluice.lab.load;

import java.util.PriorityQueue;

/// Virtual time. Planned actions happen in the order of their instants; at the same instant in the
/// order in which they were planned.
public final class Timeline {
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long now;
  private long planned;

  private record Event(long at, long number, Runnable task) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int earlier = Long.compare(at, other.at);
      return earlier != 0 ? earlier : Long.compare(number, other.number);
    }
  }

  /// Returns the nanoseconds since the start.
  public long now() {
    return now;
  }

  /// Plans `task`; an instant that has passed counts as now.
  public void at(long instant, Runnable task) {
    events.add(new Event(Math.max(now, instant), planned++, task));
  }

  /// Plans `task` for `nanos` from now.
  public void after(long nanos, Runnable task) {
    at(now + nanos, task);
  }

  /// Lets everything happen that is planned, and that is planned by it.
  public void run() {
    for (Event next = events.poll(); next != null; next = events.poll()) {
      now = next.at();
      next.task().run();
    }
  }

  /// Lets everything happen that is due until `end`.
  public void run(long end) {
    for (Event next = events.peek(); next != null && next.at() <= end; next = events.peek()) {
      events.remove();
      now = next.at();
      next.task().run();
    }
    now = end;
  }
}
