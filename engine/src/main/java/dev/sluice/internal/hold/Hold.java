package dev.sluice.internal.hold;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Failed;
import dev.sluice.call.gate.Gate.Closed;
import dev.sluice.call.gate.OwnSource;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// State machine of a hold: whether calls may go now, after a provider has asked to stay away, as
/// package-info draws it. Every instant is an argument. Under admission's lock.
final class Hold implements OwnSource {
  /// The lowest pace, in calls per second. Slow targets are not held back further: below this pace,
  /// one call in 100 ms would be too many.
  private static final double LEAST_RATE = 12;

  /// How many grants there can be in 100 ms beyond what the pace means: one, at its edge.
  private static final double EDGE = 10;

  private static final double NANOS = 1e9;
  private static final long IDLE_NANOS = 1_000_000_000;
  private static final double RAMP_SECONDS = 10;

  private final DrainRate drain = new DrainRate();

  /// The provider's refusal; null while the state is free.
  private @Nullable Failed why;

  private double base;
  private long until;
  private long next;

  /// Returns the failure and the instant until which the gate is closed; empty while it is open.
  Optional<Closed> closed(long now) {
    if (why == null || now - next >= 0) {
      return Optional.empty();
    }
    return Optional.of(new Closed(with(why, Duration.ofNanos(next - now)), next));
  }

  /// Returns when a call may go if `queued` others go before it, at the current pace.
  long nextOpen(double queued, long now) {
    if (why == null || now - next >= IDLE_NANOS) {
      return now;
    }
    long first = now - next >= 0 ? now : next;
    return first + (long) (NANOS * queued / pace(first));
  }

  /// Notes that a call goes.
  ///
  /// @return whether calls behind it are still paced
  boolean enter(long now) {
    if (why != null && now - next >= IDLE_NANOS) {
      why = null;
    }
    if (why != null) {
      next = now + (long) (NANOS / pace(now));
    }
    return why != null;
  }

  /// Notes that an attempt has ended. It counts as completed if it was answered.
  void completed(AttemptResult attempt) {
    if (attempt.outcome() instanceof Answered) {
      drain.completed(attempt.ended());
    }
  }

  /// Notes that the provider asks calls to back off. Attempts that are still under way may report
  /// it too: the latest instant counts.
  void backOff(BackOffRequest asked, long now) {
    base = base(now);
    boolean later = why == null || now + asked.time().toNanos() - until > 0;
    until = later ? now + asked.time().toNanos() : until;
    next = next(until);
    why = asked.why().inOurWords();
  }

  /// Returns the base of the pace after a refusal at `now`, in calls per second. A repeated refusal
  /// while the target drains means that calls went too fast. Completions since then count, but
  /// there may have been little time for them.
  private double base(long now) {
    double drained = Math.max(LEAST_RATE, drain.rate(now));
    if (why == null) {
      return drained;
    }
    return now - until < 0 ? base : Math.max(drained, base / 2);
  }

  /// Returns when the next call may go: at `until`, unless the current pause is longer already.
  private long next(long until) {
    return why == null || until - next > 0 ? until : next;
  }

  /// Returns the pace at `now`, in calls per second.
  private double pace(long now) {
    double grown = base * (1 + (now - until) / NANOS / RAMP_SECONDS);
    double most = 2 * Math.max(base, drain.rate(now)) - EDGE;
    return Math.clamp(grown, base, Math.max(base, most));
  }

  private static Failed with(Failed why, Duration left) {
    Optional<Duration> hint = Optional.of(left);
    return switch (why) {
      case Failed.Throttled t -> new Failed.Throttled(t.dimension(), hint, t.message());
      case Failed.Overloaded o -> new Failed.Overloaded(o.status(), hint, o.message());
      default -> why;
    };
  }
}
