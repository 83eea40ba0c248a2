package dev.sluice.anthropic;

import com.anthropic.core.Sleeper;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The client's pauses between repeats, for applications that let it repeat; without the timer's
/// thread that the client's own has from the start.
final class VirtualSleeper implements Sleeper {
  @Override
  public void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException left) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public CompletableFuture<Void> sleepAsync(Duration duration) {
    return CompletableFuture.runAsync(
        () -> {},
        CompletableFuture.delayedExecutor(
            duration.toNanos(), TimeUnit.NANOSECONDS, task -> Thread.ofVirtual().start(task)));
  }

  @Override
  public void close() {}
}
