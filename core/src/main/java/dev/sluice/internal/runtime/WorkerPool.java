package dev.sluice.internal.runtime;

import java.util.concurrent.Callable;

/// Where work is done that would hold a loop for too long: a bounded pool of platform threads. Safe
/// for any thread but a loop.
@FunctionalInterface
public interface WorkerPool {

  /// Does the work there and waits for it. Its exceptions are bugs, and come out of here.
  <T> T call(Callable<T> work) throws InterruptedException;
}
