package dev.sluice.call.runtime;

import java.util.concurrent.Callable;

/// A bounded pool of platform threads for work that would hold a loop for too long. Safe for any
/// thread but a loop.
@FunctionalInterface
public interface WorkerPool {

  /// Does the work there and waits for it. Its exceptions are bugs, and come out of here.
  <T> T call(Callable<T> work) throws InterruptedException;
}
