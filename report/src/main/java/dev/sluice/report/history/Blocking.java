package dev.sluice.report.history;

import dev.sluice.call.runtime.Loop;

/// The knowledge when an event loop did not turn. Asked on calls' threads; must not wait.
@FunctionalInterface
public interface Blocking {

  /// The answer for loops that always turn.
  Blocking NEVER = (_, _, _) -> false;

  /// Whether `loop` stood still at some time between two instants on
  /// [dev.sluice.call.runtime.Clock#nanos].
  boolean blocked(Loop loop, long from, long to);
}
