package dev.sluice.server;

import dev.sluice.ConfigChange;
import dev.sluice.call.runtime.Bugs;
import java.util.ArrayList;
import java.util.List;

/// The parts of one change of the configuration: each is prepared and added, then all are taken or
/// all are dropped. For one thread.
final class Changes implements AutoCloseable {
  private final List<ConfigChange> prepared = new ArrayList<>();
  private boolean taken;

  /// Adds a part that is ready.
  void add(ConfigChange part) {
    prepared.add(part);
  }

  /// Takes all, in the order in which they were added. The first one decides: if it throws, none is
  /// taken. Once it is taken the configuration holds: a bug in another one is reported, and keeps
  /// no other from its turn.
  void take() {
    prepared.getFirst().take();
    taken = true;
    prepared.stream().skip(1).forEach(part -> guarded(part::take));
  }

  /// Drops all, unless they were taken.
  @Override
  public void close() {
    if (!taken) {
      prepared.forEach(part -> guarded(part::drop));
    }
  }

  private static void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException bug) {
      Bugs.report("a bug in a change of the configuration", bug);
    }
  }
}
