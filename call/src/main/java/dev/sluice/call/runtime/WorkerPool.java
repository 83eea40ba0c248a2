package dev.sluice.call.runtime;

import java.util.concurrent.Callable;

/// A bounded pool of platform threads for work that would hold a loop for too long. Safe for any
/// thread but a loop.
@FunctionalInterface
public interface WorkerPool {
  /// The most bytes that are parsed, split or joined on a loop, or on the thread of a call, which
  /// the loop carries; more would hold up the loop's other calls for too long.
  int LOOP_MAX = 256 * 1024;

  /// Runs the work on a thread of the pool and waits for it. An exception of the work is a bug, and
  /// is thrown from here.
  ///
  /// @throws InterruptedException if interrupted while it waits. Work that had not begun is never
  ///   done then, and what had begun goes on: the work or its caller, whichever ends first, gives
  ///   back what it holds
  <T> T call(Callable<T> work) throws InterruptedException;
}
