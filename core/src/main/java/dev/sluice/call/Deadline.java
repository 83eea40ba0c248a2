package dev.sluice.call;

import java.time.Duration;

/// An instant on [Clock#nanos]. A deadline is data: whoever waits takes the earlier of its own
/// bound and the call's.
///
/// @param nanos the instant, in nanoseconds of that clock
public record Deadline(long nanos) {

  /// `after` from `now`.
  public static Deadline in(Duration after, long now) {
    return new Deadline(now + after.toNanos());
  }

  /// What is left of it; zero when it has passed.
  public Duration remaining(long now) {
    return Duration.ofNanos(Math.max(0, nanos - now));
  }

  /// Whether it has passed.
  public boolean passed(long now) {
    return nanos - now <= 0;
  }

  /// The earlier of the two.
  public Deadline earlier(Deadline other) {
    return nanos - other.nanos <= 0 ? this : other;
  }
}
