package dev.sluice.internal.breaker;

/// A detector of pauses of this process. After a pause timers fire late and peers have given up,
/// which says nothing about a target. Called under admission's lock: must not wait.
@FunctionalInterface
public interface PauseDetector {

  /// The detector of a process that is never paused.
  PauseDetector NEVER = (begun, failed) -> false;

  /// Whether the failure of an attempt may be this process's own fault.
  ///
  /// @param begun when the attempt was let through, on [dev.sluice.call.runtime.Clock#nanos]
  /// @param failed when the attempt failed
  boolean explain(long begun, long failed);
}
