package dev.sluice.call;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a provider says of its limits in the head of an answer, and how much of each is left.
///
/// @param rooms by what they count; none for what the provider does not speak of
public record RateLimitInfo(Map<Unit, Room> rooms) {
  /// The provider said nothing.
  public static final RateLimitInfo NONE = new RateLimitInfo(Map.of());

  public RateLimitInfo {
    rooms = Map.copyOf(rooms);
  }

  /// What a limit counts.
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
  public record Room(OptionalLong limit, OptionalLong remaining, Optional<Duration> reset) {
    /// Something was said, but it is no count: for whoever counts that.
    public static final long NONSENSE = -1;

    /// Whether nothing is left.
    public boolean exhausted() {
      return remaining.orElse(1) == 0;
    }
  }

  /// The limit that counts `unit`.
  public Optional<Room> of(Unit unit) {
    return Optional.ofNullable(rooms.get(unit));
  }
}
