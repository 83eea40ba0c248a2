package dev.sluice.lab.nodes;

import dev.sluice.lab.load.Timeline;
import java.util.ArrayDeque;
import java.util.Queue;

/// The process of a node. What is to happen in it happens when it goes on while it is paused, and
/// never once it is dead.
final class NodeProcess {
  private final Timeline timeline;
  private final Queue<Runnable> held = new ArrayDeque<>();
  private boolean paused;
  private boolean dead;

  NodeProcess(Timeline timeline) {
    this.timeline = timeline;
  }

  /// Plans `task` for an instant of the timeline.
  void at(long instant, Runnable task) {
    timeline.at(instant, () -> run(task));
  }

  /// Plans `task` for `nanos` from now.
  void after(long nanos, Runnable task) {
    timeline.after(nanos, () -> run(task));
  }

  private void run(Runnable task) {
    if (paused) {
      held.add(task);
    } else if (!dead) {
      task.run();
    }
  }

  boolean isDead() {
    return dead;
  }

  void pause() {
    paused = true;
  }

  /// Goes on, with what was held first.
  void goOn() {
    paused = false;
    for (Runnable next = held.poll(); next != null; next = held.poll()) {
      run(next);
    }
  }

  void kill() {
    dead = true;
    held.clear();
  }
}
