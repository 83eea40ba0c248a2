package dev.sluice.testing;

import dev.sluice.call.runtime.Loop;
import java.time.Duration;

/// The loop of calls that are only reported.
public final class NoLoop implements Loop {
  @Override
  public void execute(Runnable task) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean inLoop() {
    return false;
  }

  @Override
  public Thread start(String name, Runnable task) {
    throw new UnsupportedOperationException();
  }
}
