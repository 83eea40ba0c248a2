package dev.sluice.call.runtime;

import java.util.concurrent.Callable;

/// A bounded pool of platform threads for work that would hold a loop for too long. Safe for any
/// thread but a loop.
@FunctionalInterface
public interface WorkerPool {
  /// The most bytes that are parsed, split or put together on a loop, or on the thread of a call,
  /// which the loop carries; more would hold up its other calls for too long.
  int LOOP_MAX = 256 * 1024;

  /// Does the work there and waits for it. Its exceptions are bugs, and come out of here.
  ///
  /// @throws InterruptedException if interrupted while it waits. Work that had not begun is never
  ///   done then, and what had begun goes on: the work or its caller, whichever ends first, gives
  ///   back what it holds
  <T> T call(Callable<T> work) throws InterruptedException;
}
