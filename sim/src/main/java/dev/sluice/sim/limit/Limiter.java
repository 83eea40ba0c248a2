package dev.sluice.sim.limit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The limits of one model, and how much of them is used. Safe for any number of threads.
public final class Limiter {
  /// The time after which a call that has to wait for another to end may come again.
  private static final Duration CONCURRENT_AGAIN = Duration.ofSeconds(1);

  @GuardedBy("this")
  private ModelLimits limits;

  @GuardedBy("this")
  private @Nullable TokenBucket requests;

  @GuardedBy("this")
  private @Nullable TokenBucket tokens;

  @GuardedBy("this")
  private int running;

  public Limiter(ModelLimits limits, long now) {
    this.limits = limits;
    this.requests = bucket(limits.requests(), now);
    this.tokens = bucket(limits.tokens(), now);
  }

  /// Takes a request, the tokens and a place, or nothing (but a request, if refusals count).
  ///
  /// @param reserve tokens that the call may use
  public synchronized LimitDecision admit(long reserve, long now) {
    if (requests != null && requests.level(now) < 1) {
      return refuse(Dimension.REQUESTS, requests, 1, now);
    }
    if (tokens != null && tokens.level(now) < reserve) {
      LimitDecision refused = refuse(Dimension.TOKENS, tokens, reserve, now);
      chargeRefusal(now);
      return refused;
    }
    if (running >= limits.concurrent()) {
      chargeRefusal(now);
      return new LimitDecision.Refused(
          Dimension.CONCURRENT, limits.concurrent(), running, 1, CONCURRENT_AGAIN, false);
    }
    take(requests, 1, now);
    take(tokens, reserve, now);
    running++;
    return new LimitDecision.Granted(reserve);
  }

  /// Notes that a call has ended: its unused tokens come back, and those that it used beyond are
  /// taken.
  ///
  /// @param used tokens
  public synchronized void settle(LimitDecision.Granted grant, long used, long now) {
    running--;
    if (tokens != null) {
      tokens.give(grant.reserved() - used, now);
    }
  }

  /// Changes the limits; the rest of the old ones stays, as far as there is room.
  public synchronized void become(ModelLimits others, long now) {
    requests = poured(requests, bucket(others.requests(), now), now);
    tokens = poured(tokens, bucket(others.tokens(), now), now);
    limits = others;
  }

  /// The rate-limit headers for requests; null if they are not limited.
  public synchronized @Nullable LimitStatus requests(long now) {
    return status(requests, limits.requests(), now);
  }

  /// Returns what the rate-limit headers tell of tokens; null without such a limit.
  public synchronized @Nullable LimitStatus tokens(long now) {
    return status(tokens, limits.tokens(), now);
  }

  /// How a limit stands.
  ///
  /// @param limit a minute
  /// @param reset until all of it is there again
  public record LimitStatus(long limit, long remaining, Duration reset) {}

  private static @Nullable TokenBucket bucket(@Nullable Limit limit, long now) {
    return limit == null
        ? null
        : new TokenBucket(limit.burst(), limit.perMinute(), Duration.ofMinutes(1), now);
  }

  private static @Nullable TokenBucket poured(
      @Nullable TokenBucket from, @Nullable TokenBucket into, long now) {
    if (from != null && into != null) {
      into.give(Math.min(0, from.level(now) - into.capacity()), now);
    }
    return into;
  }

  private static LimitDecision refuse(
      Dimension dimension, TokenBucket bucket, long amount, long now) {
    long used = bucket.capacity() - bucket.level(now);
    boolean never = amount > bucket.capacity();
    return new LimitDecision.Refused(
        dimension, bucket.capacity(), used, amount, bucket.until(amount, now), never);
  }

  @GuardedBy("this")
  private void chargeRefusal(long now) {
    if (limits.refusalsCount()) {
      take(requests, 1, now);
    }
  }

  private static void take(@Nullable TokenBucket bucket, long amount, long now) {
    if (bucket != null) {
      bucket.give(-amount, now);
    }
  }

  private static @Nullable LimitStatus status(
      @Nullable TokenBucket bucket, @Nullable Limit limit, long now) {
    return bucket == null || limit == null
        ? null
        : new LimitStatus(
            limit.perMinute(),
            Math.max(0, bucket.level(now)),
            bucket.until(bucket.capacity(), now));
  }
}
