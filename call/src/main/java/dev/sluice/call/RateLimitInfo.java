package dev.sluice.call;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The limits that a provider states in the head of an answer, and how much of each is left.
///
/// @param limits by the unit that they count; a unit of which the provider says nothing is absent
/// @param elsewhere whether other capacity than the target's own has given the answer, so that it
///   took nothing of the target's limits
public record RateLimitInfo(Map<Unit, Limit> limits, boolean elsewhere) {
  /// The value for an answer that states no limits.
  public static final RateLimitInfo NONE = new RateLimitInfo(Map.of());

  /// The value for an answer of other capacity, whose limits are none of the target's.
  public static final RateLimitInfo ELSEWHERE = new RateLimitInfo(Map.of(), true);

  /// The limits of a target, which has given the answer.
  public RateLimitInfo(Map<Unit, Limit> limits) {
    this(limits, false);
  }

  public RateLimitInfo {
    limits = Map.copyOf(limits);
  }

  /// The unit that a limit counts.
  public enum Unit {
    /// Requests, in the provider's shortest window (mostly a minute).
    REQUESTS,
    /// Requests a day.
    DAILY_REQUESTS,
    /// Tokens, read and written together.
    TOKENS,
    /// Tokens read.
    INPUT,
    /// Tokens written.
    OUTPUT
  }

  /// One limit of a provider.
  ///
  /// @param limit the count that the limit allows in all; [#NONSENSE] where the stated value is no
  ///   count
  /// @param remaining the count that is left, zero or more; or [#NONSENSE]
  /// @param reset how long until the whole limit is available again, counted from the answer's own
  ///   date
  /// @param window over how long a time both are counted where that is less than a minute, such as
  ///   a second; else a minute, or, for a daily limit, a day
  public record Limit(
      OptionalLong limit,
      OptionalLong remaining,
      Optional<Duration> reset,
      Optional<Duration> window) {
    /// The value in place of a stated one that is no count; such values are counted.
    public static final long NONSENSE = -1;

    /// A limit a minute, or a day.
    public Limit(OptionalLong limit, OptionalLong remaining, Optional<Duration> reset) {
      this(limit, remaining, reset, Optional.empty());
    }

    /// Whether nothing of the limit is left.
    public boolean exhausted() {
      return remaining.orElse(1) == 0;
    }
  }

  /// The limit that counts `unit`.
  public Optional<Limit> of(Unit unit) {
    return Optional.ofNullable(limits.get(unit));
  }
}
