package dev.sluice.lab.load;

import dev.sluice.call.runtime.Loop;
import java.time.Duration;

/// Stands in for the loop of calls that have no sockets: in virtual time, and in benchmarks.
public final class NoLoop implements Loop {
  @Override
  public void execute(Runnable task) {
    throw new UnsupportedOperationException("a call without sockets has no loop");
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    throw new UnsupportedOperationException("a call without sockets has no loop");
  }

  @Override
  public boolean inLoop() {
    return true;
  }

  @Override
  public Thread start(String name, Runnable task) {
    throw new UnsupportedOperationException("a call without sockets has no loop");
  }
}
