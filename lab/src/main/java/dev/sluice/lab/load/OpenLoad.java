package dev.sluice.lab.load;

import dev.sluice.cli.demo.CallSchedule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;

/// A load that sends calls when they are due, whatever became of those before.
///
/// A thread of its own waits for the next due time, since a loop's timers are only good to a
/// millisecond. It touches nothing of the load but the loop's queue.
class OpenLoad extends Load {
  private final int perSecond;
  private final int connections;

  /// The shortest time between two looks at what is due, in nanoseconds.
  private final long pause;

  private final Thread pacer =
      Thread.ofPlatform().daemon().name("load-pacer").unstarted(this::pace);

  // Confined to the loop.
  private final Deque<LoadConnection> idle = new ArrayDeque<>();
  private final Queue<Long> unsent = new ArrayDeque<>();
  private int open;
  private boolean ended;

  OpenLoad(Site site, Payload payload, int perSecond, int connections) {
    this(site, payload, perSecond, connections, 0);
  }

  OpenLoad(Site site, Payload payload, int perSecond, int connections, long pause) {
    super(site, payload);
    this.perSecond = perSecond;
    this.connections = connections;
    this.pause = pause;
  }

  @Override
  void begin() {
    pacer.start();
  }

  @Override
  void end() {
    ended = true;
    pacer.interrupt();
  }

  @Override
  void freed(LoadConnection connection) {
    Long due = unsent.poll();
    if (due == null) {
      idle.push(connection);
    } else {
      send(connection, due);
    }
  }

  @Override
  void lost(LoadConnection connection) {
    open--;
    idle.remove(connection);
    if (!connection.connected()) {
      unsent.poll();
    }
    if (!unsent.isEmpty()) {
      more();
    }
  }

  @Override
  int unsent() {
    return unsent.size();
  }

  private void due(long at) {
    if (ended) {
      return;
    }
    LoadConnection connection = idle.poll();
    if (connection != null) {
      send(connection, at);
      return;
    }
    unsent.add(at);
    more();
  }

  private void more() {
    if (open < connections) {
      open++;
      connect();
    }
  }

  private void pace() {
    CallSchedule pace = new CallSchedule(now(), perSecond);
    long n = 0;
    while (!Thread.currentThread().isInterrupted()) {
      long at = pace.due(n);
      long wait = at - now();
      if (wait > 0) {
        LockSupport.parkNanos(this, Math.max(wait, pause));
      } else {
        loop().execute(() -> due(at));
        n++;
      }
    }
  }
}
