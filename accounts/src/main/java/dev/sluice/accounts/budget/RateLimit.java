package dev.sluice.accounts.budget;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A limit a minute, of calls or tokens: a bucket that holds a minute's worth and fills evenly. The
/// state is one instant, that at which the bucket is full again (the generic cell rate algorithm,
/// ITU-T I.371). Safe for any thread, takes no lock.
final class RateLimit implements Rate {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  /// The bound of a cost: no number of tokens makes the sum turn round.
  private static final long MOST = Long.MAX_VALUE / 4;

  private final long perMinute;

  /// When everything that was taken has come back, less the epoch; 0 for long ago.
  private final AtomicLong fullAt = new AtomicLong();

  /// The instant that `fullAt` counts from, on the clock of [#take].
  private final long epoch;

  /// Makes a limit of which nothing is taken.
  ///
  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  public RateLimit(long perMinute, long now) {
    this.perMinute = perMinute;
    this.epoch = now;
  }

  public long perMinute() {
    return perMinute;
  }

  @Override
  public boolean holds(long count) {
    return count <= perMinute;
  }

  @Override
  public long take(long count, long now) {
    long time = now - epoch;
    long cost = cost(count);
    while (true) {
      long before = fullAt.get();
      long after = Math.max(before, time) + cost;
      long wait = after - time - MINUTE;
      if (wait > 0) {
        return wait;
      }
      if (fullAt.compareAndSet(before, after)) {
        return 0;
      }
    }
  }

  @Override
  public void correct(long more) {
    long change = more < 0 ? -cost(-more) : cost(more);
    fullAt.accumulateAndGet(change, (was, by) -> Math.clamp(was + by, -MOST, MOST));
  }

  /// The time that a count takes to come back, rounded down, so that a whole minute's worth fits.
  private long cost(long count) {
    return Math.min(MOST, (long) Math.floor((double) MINUTE / perMinute * count));
  }
}
