package dev.sluice.server.edge;

import java.time.Duration;

/// Limits the rate at which one event loop refuses requests that show no good key, so that a flood
/// of them takes a bounded part of its time: the generic cell rate algorithm (ITU-T I.371), by
/// which a refusal that comes too early waits, but no longer than a second. Its connection has no
/// other request answered meanwhile. Confined to the loop.
final class RefusalRateLimiter {
  private static final long INTERVAL = Duration.ofMillis(2).toNanos();

  /// How many refusals may be sent at once after a while without any.
  private static final int BURST = 100;

  private static final long AHEAD = (BURST - 1) * INTERVAL;
  private static final long LONGEST = Duration.ofSeconds(1).toNanos();

  /// The theoretical arrival time of the next request, if requests came evenly.
  private long due;

  /// @param now as all times here, of a clock that only goes forward, in nanoseconds
  RefusalRateLimiter(long now) {
    due = now - AHEAD;
  }

  /// Whether a refusal of a request that has come `now` would wait for as long as any may.
  boolean isFull(long now) {
    return due - now >= LONGEST;
  }

  /// How long to hold back the refusal of a request that has come `now`; zero for at once.
  Duration next(long now) {
    long wait = Math.clamp(due - now, -AHEAD, LONGEST);
    due = now + wait + INTERVAL;
    return wait <= 0 ? Duration.ZERO : Duration.ofNanos(wait);
  }
}
