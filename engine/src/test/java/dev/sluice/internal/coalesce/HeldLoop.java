package dev.sluice.internal.coalesce;

import dev.sluice.call.runtime.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A loop that lets its tasks wait while it is held.
final class HeldLoop implements Loop {
  private final Loop loop;
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean held;

  HeldLoop(Loop loop) {
    this.loop = loop;
  }

  synchronized void hold() {
    held = true;
  }

  /// How many tasks wait.
  synchronized int waiting() {
    return waiting.size();
  }

  void release() {
    take().forEach(loop::execute);
  }

  private synchronized List<Runnable> take() {
    held = false;
    return List.copyOf(waiting);
  }

  @Override
  public void execute(Runnable task) {
    if (!isKept(task)) {
      loop.execute(task);
    }
  }

  private synchronized boolean isKept(Runnable task) {
    return held && waiting.add(task);
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    return loop.schedule(delay, task);
  }

  @Override
  public boolean inLoop() {
    return loop.inLoop();
  }

  @Override
  public Thread start(String name, Runnable task) {
    return loop.start(name, task);
  }
}
