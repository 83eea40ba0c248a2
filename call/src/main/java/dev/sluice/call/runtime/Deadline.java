package dev.sluice.call.runtime;

import java.time.Duration;

/// Two instants on [Clock#nanos]: when an answer that has not begun is of no use any more, and when
/// an answer that has begun is not either. A deadline is data: each waiter takes the earlier of its
/// own bound and the call's. A wait before the commit point goes by [#begin], a wait for the
/// answer's end by [#nanos].
///
/// @param nanos when the whole answer must be complete
/// @param begin when its first byte must have left for the client; never later than `nanos`, and
///   the same for an answer that is wanted whole
public record Deadline(long nanos, long begin) {

  /// A deadline for an answer that may begin at its last moment.
  public Deadline(long nanos) {
    this(nanos, nanos);
  }

  /// The longest time until a deadline, so that instants can be compared: a century. A longer one
  /// counts as this.
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /// The deadline that is `after` from `now`, a century at most.
  public static Deadline in(Duration after, long now) {
    Duration wait = after.compareTo(LONGEST) < 0 ? after : LONGEST;
    return new Deadline(now + wait.toNanos());
  }

  /// A copy of this deadline for a stream whose client waits only until `after` from `now` for its
  /// beginning.
  public Deadline beginningIn(Duration after, long now) {
    return new Deadline(nanos, earlier(nanos, now + after.toNanos()));
  }

  /// The time until the answer must be complete; zero when that has passed.
  public Duration remaining(long now) {
    return left(nanos, now);
  }

  /// The time until the answer must have begun; zero when that has passed.
  public Duration remainingToBegin(long now) {
    return left(begin, now);
  }

  /// Whether an answer that has not begun is of no use any more.
  public boolean passedToBegin(long now) {
    return begin - now <= 0;
  }

  /// The deadline that leaves twice the time that this one leaves, to begin and to end.
  public Deadline twice(long now) {
    return Deadline.in(remaining(now).multipliedBy(2), now)
        .beginningIn(remainingToBegin(now).multipliedBy(2), now);
  }

  /// Whether this deadline leaves at least as much time as `other`.
  public boolean covers(Deadline other) {
    return nanos - other.nanos >= 0 && begin - other.begin >= 0;
  }

  private static Duration left(long instant, long now) {
    return Duration.ofNanos(Math.max(0, instant - now));
  }

  private static long earlier(long one, long other) {
    return one - other <= 0 ? one : other;
  }
}
