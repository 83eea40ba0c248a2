package dev.sluice.accounts.budget;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Counters of one key: how fast it calls, and what its calls have used so far. Safe for any thread
/// but a loop.
final class KeyCounters {
  private static final long LEAST_WAIT = Duration.ofMillis(100).toNanos();
  private static final long USUAL = Duration.ofSeconds(4).toNanos();

  /// The weight of a call in the mean: one of so many moves the mean by its difference.
  private static final long FEW = 16;

  final AtomicLong running = new AtomicLong();

  /// The models of what calls read and write, by target.
  final OutputModels byTarget = new OutputModels();

  /// The models of what calls read and write, by the model that was asked for.
  final OutputModels byModel = new OutputModels();

  private final AtomicReference<@Nullable RateLimit> calls = new AtomicReference<>();
  private final AtomicReference<@Nullable RateLimit> tokens = new AtomicReference<>();
  private volatile long meanNanos = USUAL;

  /// The limit of calls a minute, with what was taken of it if it is the same as before.
  RateLimit calls(long perMinute, long now) {
    return limit(calls, perMinute, now);
  }

  /// Returns the limit of tokens a minute, made anew where the configured one has changed.
  RateLimit tokens(long perMinute, long now) {
    return limit(tokens, perMinute, now);
  }

  /// All first callers get the same limit: what was taken of another one would be forgotten.
  private static RateLimit limit(
      AtomicReference<@Nullable RateLimit> kept, long perMinute, long now) {
    RateLimit limit = kept.get();
    while (limit == null || limit.perMinute() != perMinute) {
      var made = new RateLimit(perMinute, now);
      limit = kept.compareAndSet(limit, made) ? made : kept.get();
    }
    return limit;
  }

  void took(long nanos) {
    long mean = meanNanos;
    meanNanos = mean + (nanos - mean) / FEW;
  }

  /// How long until one of so many calls under way has ended, on average.
  long untilOneEnds(long concurrent) {
    return Math.max(LEAST_WAIT, meanNanos / concurrent);
  }
}
