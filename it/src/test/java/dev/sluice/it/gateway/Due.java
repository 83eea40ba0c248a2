package dev.sluice.it.gateway;

import static org.awaitility.Awaitility.await;

import dev.sluice.call.runtime.Clock;
import java.time.Duration;

/// Waits of a client for the time at which it sends again, by the clock that the gateway reads.
final class Due {
  private static final Duration POLL = Duration.ofMillis(1);

  private Due() {}

  /// Waits until `wait` has passed. Hundreds wait at a time: each looks when it should be over.
  static void after(Duration wait) {
    long due = Clock.SYSTEM.nanos() + wait.toNanos();
    await()
        .forever()
        .pollInSameThread()
        .pollDelay(wait)
        .pollInterval(POLL)
        .until(() -> Clock.SYSTEM.nanos() - due >= 0);
  }
}
