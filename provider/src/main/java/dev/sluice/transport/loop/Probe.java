package dev.sluice.transport.loop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A test whether an event loop can carry virtual threads, by trying: the JDK may open `java.lang`
/// to Sluice and yet behave differently from the JDK that Sluice was written for.
final class Probe {
  private static final long PATIENCE_SECONDS = 5;

  private Probe() {}

  /// Whether a virtual thread started on `loop` really runs there, parks and comes back.
  static boolean carries(EventLoopThread loop) {
    if (!VirtualThreads.AVAILABLE) {
      return false;
    }
    var onLoop = new CompletableFuture<Boolean>();
    loop.carries(true);
    try {
      loop.start("sluice-probe", () -> tryOut(loop, onLoop));
      return onLoop.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | IllegalStateException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void tryOut(EventLoopThread loop, CompletableFuture<Boolean> onLoop) {
    try {
      boolean before = loop.carriesCurrent();
      CompletableFuture.runAsync(() -> {}, loop).join();
      onLoop.complete(before && loop.carriesCurrent());
    } catch (RuntimeException e) {
      onLoop.completeExceptionally(e);
    }
  }
}
