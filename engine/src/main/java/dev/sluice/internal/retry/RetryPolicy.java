package dev.sluice.internal.retry;

import dev.sluice.call.Failed;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.internal.retry.RetryDecision.GiveUp;
import dev.sluice.internal.retry.RetryDecision.Reason;
import dev.sluice.internal.retry.RetryDecision.Repeat;
import dev.sluice.internal.retry.RetryDecision.Way;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Exponential backoff with full jitter, below the provider's hint: decides what follows a failure.
/// A pure function of its arguments, but for what it draws.
///
/// ```text
/// elsewhere : at once, where another target can take the call
/// hint      : hint + U(0, 1) * max(250 ms, hint / 10)                 at most 60 s of hint
/// backoff   : U(0, 1) * min(8 s, base * 2^(attempts - 1))             base 250 ms, throttled 1 s
/// ```
///
/// Nothing is sent before a hint has passed, and nothing after the call's deadline. A call that its
/// client repeats is not sent to the same target again on the gateway's own account, unless the
/// provider has named an instant: the repeats of both would multiply, three times three attempts
/// where both make three.
///
/// Source: "Exponential Backoff and Jitter" (Brooker, AWS, 2015), "full jitter"; Retry-After (RFC
/// 9110, section 10.2.3); ADR 0009, 0012 and 0058.
///
/// Limitations: it decides for one call and knows nothing of the others: the load of repeats is
/// bounded by [RetryBudget], and calls that wait for the same hint are paced by
/// `dev.sluice.internal.hold`. A hint above 60 s ends a call that no other target can take,
/// although its deadline may be later.
record RetryPolicy(RetryConfig config) {
  private static final Duration TRANSIENT_BASE = Duration.ofMillis(250);
  private static final Duration THROTTLED_BASE = Duration.ofSeconds(1);
  private static final Duration CAP = Duration.ofSeconds(8);

  /// The longest hint that a call waits for.
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /// The least spread of calls that wait for the same instant.
  private static final Duration LEAST_SPREAD = Duration.ofMillis(250);

  /// A credential is set aside when it is refused, so that this is never reached; if it is, a call
  /// still ends.
  private static final int MOST_MOVES = 16;

  /// Returns what may help against a failure, where the route wants that.
  RetryClass against(Failed why) {
    boolean filtered =
        why instanceof Failed.Refused refused && refused.objection() == Failed.Objection.CONTENT;
    return filtered && !config.onContentFilter() ? RetryClass.NONE : RetryClass.against(why);
  }

  RetryDecision decide(FailedAttempt at, RandomGenerator random) {
    if (at.committed()) {
      return new GiveUp(Reason.COMMITTED);
    }
    if (at.remaining().isZero()) {
      return new GiveUp(Reason.DEADLINE);
    }
    RetryClass retryClass = against(at.why());
    return switch (retryClass) {
      case NONE -> new GiveUp(Reason.TERMINAL);
      case CREDENTIAL -> free(at, Way.CREDENTIAL);
      case UNFIT -> free(at, Way.INSTEAD);
      case ELSEWHERE, TRANSIENT, THROTTLED ->
          at.attempted() ? repeat(at, retryClass, random) : new GiveUp(Reason.TERMINAL);
    };
  }

  /// Decides about an attempt that is no repeat, since nothing was asked of a model.
  private static RetryDecision free(FailedAttempt at, Way way) {
    return at.attempted() && at.another().isPresent() && at.moves() < MOST_MOVES
        ? new Repeat(Duration.ZERO, way)
        : new GiveUp(Reason.TERMINAL);
  }

  private RetryDecision repeat(FailedAttempt at, RetryClass retryClass, RandomGenerator random) {
    if (at.attempts() >= config.attempts()) {
      return new GiveUp(Reason.ATTEMPTS);
    }
    if (!at.affordable()) {
      return new GiveUp(Reason.BUDGET);
    }
    if (at.another().isPresent()) {
      return new Repeat(Duration.ZERO, Way.ELSEWHERE);
    }
    if (retryClass == RetryClass.ELSEWHERE) {
      return new GiveUp(Reason.TERMINAL);
    }
    if (at.again() && at.why() instanceof Failed.AccountThrottled) {
      return new GiveUp(Reason.CLIENT); // no gate answers those of its repeats that come too early
    }
    Optional<Duration> hint = RetryClass.hint(at.why());
    if (hint.isPresent()) {
      return hinted(hint.get(), at, random);
    }
    return at.again()
        ? new GiveUp(Reason.CLIENT)
        : within(at, backoff(at.attempts(), retryClass, random));
  }

  /// Decides by a hint, which wins over the backoff: nothing is sent before it.
  private static RetryDecision hinted(Duration hint, FailedAttempt at, RandomGenerator random) {
    if (hint.compareTo(LONGEST) > 0) {
      return new GiveUp(Reason.HINT);
    }
    Duration tenth = Duration.ofNanos(hint.toNanos() / 10);
    Duration most = tenth.compareTo(LEAST_SPREAD) > 0 ? tenth : LEAST_SPREAD;
    return within(at, hint.plus(part(most, random)));
  }

  private static Duration backoff(int attempts, RetryClass retryClass, RandomGenerator random) {
    Duration base = retryClass == RetryClass.THROTTLED ? THROTTLED_BASE : TRANSIENT_BASE;
    return part(doubled(base, attempts - 1), random);
  }

  /// Returns a repeat after `wait`, unless that is past the deadline.
  private static RetryDecision within(FailedAttempt at, Duration wait) {
    return wait.compareTo(at.remaining()) < 0
        ? new Repeat(wait, Way.LATER)
        : new GiveUp(Reason.DEADLINE);
  }

  private static Duration doubled(Duration base, int times) {
    Duration doubled = base.multipliedBy(1L << Math.min(times, 6));
    return doubled.compareTo(CAP) < 0 ? doubled : CAP;
  }

  private static Duration part(Duration of, RandomGenerator random) {
    return Duration.ofNanos((long) (of.toNanos() * random.nextDouble()));
  }
}
