package dev.sluice.server.edge;

import java.time.Duration;

/// The pace at which one event loop refuses requests that show no good key, so that a flood of them
/// takes a bounded part of its time: the generic cell rate algorithm (ITU-T I.371), by which a
/// refusal that comes too early waits. Each connection has one that waits at most, and sends no
/// other request meanwhile. Confined to the loop.
final class RefusalPace {
  private static final long INTERVAL = Duration.ofMillis(2).toNanos();

  /// How many may come at once after a while without any.
  private static final int BURST = 100;

  /// When the next one is due if they come evenly.
  private long due;

  /// @param now as all times here, of a clock that only goes forward, in nanoseconds
  RefusalPace(long now) {
    due = now - BURST * INTERVAL;
  }

  /// How long the refusal waits whose request has come `now`; zero for at once.
  Duration next(long now) {
    long wait = Math.max(due - now, -BURST * INTERVAL);
    due = now + wait + INTERVAL;
    return wait <= 0 ? Duration.ZERO : Duration.ofNanos(wait);
  }
}
