package dev.sluice.server.http2;

/// A token bucket, kept as the time at which it is full again (the generic cell rate algorithm,
/// ITU-T I.371). Confined to a loop.
final class TokenBucket {
  private static final long SECOND = 1_000_000_000;

  /// The time in which one token comes back, in nanoseconds.
  private final long interval;

  /// The time in which an empty bucket becomes full, in nanoseconds.
  private final long depth;

  private long full;

  /// Makes a full bucket.
  ///
  /// @param size how many tokens fit
  /// @param perSecond how many come back in a second
  /// @param now as all times here, of a clock that only goes forward, in nanoseconds
  TokenBucket(int size, int perSecond, long now) {
    this.interval = SECOND / perSecond;
    this.depth = size * interval;
    this.full = now;
  }

  /// Takes tokens, as far as there are some.
  ///
  /// @return whether there were enough; if not, the bucket is empty
  boolean take(int tokens, long now) {
    long from = full - now > 0 ? full : now;
    long after = from + tokens * interval;
    boolean enough = after - now <= depth;
    full = enough ? after : now + depth;
    return enough;
  }

  /// Puts tokens back; what does not fit is lost.
  void give(int tokens, long now) {
    long after = full - tokens * interval;
    full = after - now > 0 ? after : now;
  }

  /// Whether so many tokens are left.
  boolean has(int tokens, long now) {
    return full - now + tokens * interval <= depth;
  }

  /// Whether it is as if nothing had ever been taken.
  boolean isFull(long now) {
    return full - now <= 0;
  }
}
