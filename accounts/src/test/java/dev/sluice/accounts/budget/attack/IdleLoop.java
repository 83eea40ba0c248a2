package dev.sluice.accounts.budget.attack;

import dev.sluice.call.runtime.Loop;
import java.time.Duration;

/// A loop on which nothing runs.
final class IdleLoop implements Loop {
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
