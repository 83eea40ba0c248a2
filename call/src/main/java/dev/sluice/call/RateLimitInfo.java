package dev.sluice.call;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The limits that a provider states in the head of an answer, and how much of each is left.
///
/// @param limits by what they count; none for what the provider does not speak of
public record RateLimitInfo(Map<Unit, Limit> limits) {
  /// The provider said nothing.
  public static final RateLimitInfo NONE = new RateLimitInfo(Map.of());

  public RateLimitInfo {
    limits = Map.copyOf(limits);
  }

  /// The unit that a limit counts.
  public enum Unit {
    /// Requests, in the provider's shortest window (mostly a minute).
    REQUESTS,
    /// Requests a day.
    DAILY_REQUESTS,
    /// Tokens, those read and those written together.
    TOKENS,
    /// Tokens read.
    INPUT,
    /// Tokens written.
    OUTPUT
  }

  /// One limit.
  ///
  /// @param limit what it allows in all; [#NONSENSE] where what was said is no count
  /// @param remaining what is left of it, zero or more; or [#NONSENSE]
  /// @param reset how long until it is whole again, counted from the answer's own date
  public record Limit(OptionalLong limit, OptionalLong remaining, Optional<Duration> reset) {
    /// A stated value that is no count, for consumers that count nonsense.
    public static final long NONSENSE = -1;

    /// Whether nothing is left.
    public boolean exhausted() {
      return remaining.orElse(1) == 0;
    }
  }

  /// The limit that counts `unit`.
  public Optional<Limit> of(Unit unit) {
    return Optional.ofNullable(limits.get(unit));
  }
}
