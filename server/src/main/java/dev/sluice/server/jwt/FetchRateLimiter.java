package dev.sluice.server.jwt;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Limits the rate of the fetches that tokens with unknown keys of one issuer ask for: one a
/// second, however many such tokens somebody makes up.
final class FetchRateLimiter {
  private static final long EACH = Duration.ofSeconds(1).toNanos();

  private final AtomicLong next;

  FetchRateLimiter(long now) {
    next = new AtomicLong(now);
  }

  /// Whether a fetch may begin now.
  boolean allows(long now) {
    long at = next.get();
    return now - at >= 0 && next.compareAndSet(at, now + EACH);
  }
}
