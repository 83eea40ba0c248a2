package dev.sluice.sim.limit;

import java.time.Duration;

/// A token bucket: holds at most its capacity, and is refilled evenly. The whole microseconds that
/// have passed are turned into whole tokens, and what remains is kept, so that the level is exact.
/// The bucket may be in debt, when something has cost more than was reserved.
///
/// Knows no clock and no threads; times before the last one seen count as that one.
final class TokenBucket {
  private final long capacity;
  private final long refill;
  private final long periodMicros;

  private long level;

  /// What is left over of a refill, in parts of a token: 1/periodMicros.
  private long rest;

  private long lastMicros;

  /// Makes a full bucket.
  ///
  /// @param capacity tokens that it holds at most
  /// @param refill tokens that it gains in a period, at most 10 billion
  /// @param period at most an hour
  /// @param now monotonic time in nanoseconds
  public TokenBucket(long capacity, long refill, Duration period, long now) {
    if (capacity < 1 || refill < 1 || refill > 10_000_000_000L) {
      throw new IllegalArgumentException("no bucket of " + capacity + " refilled by " + refill);
    }
    this.capacity = capacity;
    this.refill = refill;
    this.periodMicros = period.toNanos() / 1000;
    this.level = capacity;
    this.lastMicros = Math.floorDiv(now, 1000L);
  }

  public long capacity() {
    return capacity;
  }

  /// Returns the content now, in tokens; negative in debt.
  public long level(long now) {
    advance(now);
    return level;
  }

  /// Takes as much, or nothing.
  ///
  /// @return whether it held that much
  public boolean take(long amount, long now) {
    advance(now);
    if (level < amount) {
      return false;
    }
    level -= amount;
    return true;
  }

  /// Puts tokens back; those that do not fit are lost.
  ///
  /// @param amount negative to take more, into debt if need be
  public void give(long amount, long now) {
    advance(now);
    level = Math.min(capacity, level + amount);
    forgetRestIfFull();
  }

  /// Returns how long until the bucket holds `amount`, if nothing is taken; the whole microsecond
  /// at which it does.
  ///
  /// @return zero if it does already; more than it can ever hold counts as full
  public Duration until(long amount, long now) {
    advance(now);
    long missing = Math.min(amount, capacity) - level;
    if (missing <= 0) {
      return Duration.ZERO;
    }
    long parts = Math.subtractExact(Math.multiplyExact(missing, periodMicros), rest);
    long atMicros = Math.addExact(lastMicros, Math.ceilDiv(parts, refill));
    return Duration.ofNanos(atMicros * 1000 - now);
  }

  private void advance(long now) {
    long elapsed = Math.max(0, Math.floorDiv(now, 1000L) - lastMicros);
    lastMicros += elapsed;
    // Longer than it takes to be full makes no difference, and would not fit.
    long enough = Math.ceilDiv((capacity - level) * periodMicros, refill);
    long parts = Math.min(elapsed, enough) * refill + rest;
    level = Math.min(capacity, level + parts / periodMicros);
    rest = parts % periodMicros;
    forgetRestIfFull();
  }

  private void forgetRestIfFull() {
    if (level == capacity) {
      rest = 0;
    }
  }
}
