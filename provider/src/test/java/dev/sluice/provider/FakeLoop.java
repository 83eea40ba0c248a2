package dev.sluice.provider;

import dev.sluice.call.runtime.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/// A loop that is the thread of the test; its timers fire when the test says so.
public final class FakeLoop implements Loop {
  public final Queue<Runnable> timers = new ArrayDeque<>();

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    timers.add(task);
    return () -> timers.remove(task);
  }

  @Override
  public boolean inLoop() {
    return true;
  }

  @Override
  public Thread start(String name, Runnable task) {
    throw new UnsupportedOperationException();
  }
}
