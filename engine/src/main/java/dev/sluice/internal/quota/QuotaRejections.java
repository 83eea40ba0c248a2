package dev.sluice.internal.quota;

import dev.sluice.call.Failed;
import dev.sluice.call.gate.Gate.Closed;
import dev.sluice.config.quota.Dimension;
import dev.sluice.internal.stats.Seconds;
import java.time.Duration;
import java.util.Optional;

/// The errors of calls that a quota holds back. Of several reasons the one that lasts longest is
/// reported.
final class QuotaRejections {
  private static final int TOO_LARGE = 413;

  private final long now;
  private long until;
  private Failed.Dimension dimension = Failed.Dimension.UNKNOWN;

  QuotaRejections(long now) {
    this.now = now;
    this.until = now;
  }

  /// Returns the error of a call that needs more than a whole limit.
  ///
  /// @param byBound whether the bound of the call's output is what is too large
  static Closed tooLarge(Dimension of, boolean byBound, long now) {
    Optional<String> param = byBound ? Optional.of("max_tokens") : Optional.empty();
    String message = "the call needs more " + of.words() + " than the provider allows in a minute";
    return exceeds(param, message, now);
  }

  /// Returns the error of a call that is as large as others that the provider has refused although
  /// nothing else was asked for.
  static Closed tooLargeOfLate(Dimension of, long now) {
    String message = "the provider has refused calls of as many " + of.words() + " of late";
    return exceeds(Optional.empty(), message, now);
  }

  private static Closed exceeds(Optional<String> param, String message, long now) {
    return new Closed(
        new Failed.Invalid(TOO_LARGE, "exceeds_quota", param, message), now + Seconds.NEVER);
  }

  /// Notes that there is room in the dimension `of` again at `opens`.
  void see(Failed.Dimension of, long opens) {
    if (opens - until > 0) {
      until = opens;
      dimension = of;
    }
  }

  /// Whether nothing that was noted holds a call back.
  boolean isOpen() {
    return until - now <= 0;
  }

  /// Returns the error, if a call is held back.
  ///
  /// @param free when one more attempt may be under way
  Optional<Closed> closed(long free) {
    if (free - until > 0) {
      String message = "the target has as many calls as it can serve at a time";
      return Optional.of(new Closed(Failed.Overloaded.here(hint(free), message), free));
    }
    String message = "what the provider allows is used up";
    return until - now > 0
        ? Optional.of(
            new Closed(new Failed.Throttled(dimension, Optional.of(hint(until)), message), until))
        : Optional.empty();
  }

  private Duration hint(long at) {
    return Duration.ofNanos(at - now);
  }
}
