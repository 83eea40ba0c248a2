package dev.sluice.lab.admit.policy;

import dev.sluice.call.runtime.Loop;
import java.time.Duration;

/// Stands in for the loop of calls that have no sockets.
final class NoLoop implements Loop {
  @Override
  public void execute(Runnable task) {
    throw new UnsupportedOperationException("there is no loop in virtual time");
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    throw new UnsupportedOperationException("there is no loop in virtual time");
  }

  @Override
  public boolean inLoop() {
    return false;
  }

  @Override
  public Thread start(String name, Runnable task) {
    throw new UnsupportedOperationException("there is no loop in virtual time");
  }
}
