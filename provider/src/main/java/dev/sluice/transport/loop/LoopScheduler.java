package dev.sluice.transport.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A scheduler of the virtual threads of one loop: on the loop, and on a spare platform thread once
/// the loop has ended.
///
/// A virtual thread must never be given the loop itself. A scheduler that rejects takes the JDK
/// down with it: when a monitor is released to a virtual thread whose loop has ended, the JDK's own
/// unblocker thread dies of the rejection, and unrelated virtual threads hang for ever.
record LoopScheduler(Executor loop) implements Executor {
  private static final Executor SPARE = spare();

  @Override
  public void execute(Runnable continuation) {
    try {
      loop.execute(continuation);
    } catch (RejectedExecutionException ended) {
      SPARE.execute(continuation);
    }
  }

  // One thread, alive only while it is needed.
  private static Executor spare() {
    return new ThreadPoolExecutor(
        0,
        1,
        1,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        Thread.ofPlatform()
            .name("sluice-spare")
            .daemon()
            .inheritInheritableThreadLocals(false)
            .factory());
  }
}
