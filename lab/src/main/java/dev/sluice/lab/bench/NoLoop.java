package dev.sluice.lab.bench;

import dev.sluice.call.runtime.Loop;
import java.time.Duration;

/// Stands in where no loop is needed.
final class NoLoop implements Loop {
  @Override
  public void execute(Runnable task) {
    throw new UnsupportedOperationException("there is no loop in a benchmark");
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    throw new UnsupportedOperationException("there is no loop in a benchmark");
  }

  @Override
  public boolean inLoop() {
    return true;
  }

  @Override
  public Thread start(String name, Runnable task) {
    throw new UnsupportedOperationException("there is no loop in a benchmark");
  }
}
