package dev.sluice.lab.nodes;

import dev.sluice.call.runtime.Clock;
import dev.sluice.cluster.link.Agenda;
import java.time.Duration;

/// The agenda of a played node.
record NodeAgenda(NodeProcess process, Clock clock) implements Agenda {
  @Override
  public void run(Runnable task) {
    process.after(0, task);
  }

  @Override
  public void after(Duration delay, Runnable task) {
    process.after(delay.toNanos(), task);
  }
}
