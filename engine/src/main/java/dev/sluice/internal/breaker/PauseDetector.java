package dev.sluice.internal.breaker;

/// Knows when this process was paused: then timers fire late and peers give up, and none of it says
/// anything about a target. Called under admission's lock: must not wait.
@FunctionalInterface
public interface PauseDetector {

  /// A process that is never paused.
  PauseDetector NEVER = (begun, failed) -> false;

  /// Whether the failure of an attempt may be this process's own fault.
  ///
  /// @param begun when the attempt was let through, on [dev.sluice.call.runtime.Clock#nanos]
  /// @param failed when it failed
  boolean explain(long begun, long failed);
}
