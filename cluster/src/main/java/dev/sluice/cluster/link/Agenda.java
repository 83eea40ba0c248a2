package dev.sluice.cluster.link;

import dev.sluice.call.runtime.Clock;
import java.time.Duration;

/// The thread that everything of a cluster runs on, one thing after another; or virtual time in its
/// place. Safe for any thread; nothing here waits.
public interface Agenda {

  /// Runs `task` soon.
  void run(Runnable task);

  /// Runs `task` when `delay` has passed.
  void after(Duration delay, Runnable task);

  /// The clock that delays are counted on.
  Clock clock();
}
