package dev.sluice.internal.coalesce;

import dev.sluice.call.runtime.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A loop that lets its tasks wait while it is held.
final class HeldLoop implements Loop {
  private final Loop loop;
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean held;

  /// The thread that was started first: that of the call whose loop it is.
  private @Nullable Thread call;

  HeldLoop(Loop loop) {
    this.loop = loop;
  }

  synchronized void hold() {
    held = true;
  }

  /// Whether the call waits for an event, for as long as it may take: what it has to hand to the
  /// loop before, it has handed.
  synchronized boolean isCallWaiting() {
    return call != null && call.getState() == Thread.State.TIMED_WAITING;
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
  public synchronized Thread start(String name, Runnable task) {
    Thread started = loop.start(name, task);
    call = call == null ? started : call;
    return started;
  }
}
