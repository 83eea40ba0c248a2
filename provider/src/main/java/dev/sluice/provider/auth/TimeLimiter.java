package dev.sluice.provider.auth;

import dev.sluice.provider.auth.CredentialIo.Work;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Work that may never end, such as the reading of a file on a disk that has gone: each on a thread
/// of its own, which is given up after a while. Safe for any thread but a loop.
final class TimeLimiter {
  /// The most threads that may hang at one time.
  private static final int MOST = 4;

  private final Semaphore free = new Semaphore(MOST);

  /// Does work and waits for it.
  ///
  /// @param what the work, for the messages
  /// @param most how long it may take
  /// @throws CredentialException if the work throws it or takes longer, or as many as may hang do
  <T> T call(Work<T> work, String what, Duration most)
      throws CredentialException, InterruptedException {
    if (!free.tryAcquire()) {
      throw CredentialException.temporary(
          what + " is not tried: " + MOST + " files or commands hang already");
    }
    var task = new FutureTask<>(work::result);
    start(task);
    try {
      return task.get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw CredentialException.temporary(what + " hangs: nothing in " + most.toMillis() + " ms");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CredentialException why) {
        throw why;
      }
      throw new IllegalStateException(what + " could not be used", e.getCause());
    } finally {
      task.cancel(true);
    }
  }

  private void start(FutureTask<?> task) {
    Runnable work =
        () -> {
          try {
            task.run();
          } finally {
            free.release();
          }
        };
    Thread.ofPlatform()
        .daemon()
        .inheritInheritableThreadLocals(false)
        .name("sluice-credential")
        .start(work);
  }
}
