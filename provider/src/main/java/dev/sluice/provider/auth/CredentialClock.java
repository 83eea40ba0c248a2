package dev.sluice.provider.auth;

import dev.sluice.call.runtime.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicLong;

/// The wall clock that signatures, assertions and ends of credentials go by: the machine's own, and
/// what answers that refuse have shown of its error. One for each provider, since one that is wrong
/// is to harm no other. Safe for any thread.
public final class CredentialClock {
  /// A smaller error is within what providers bear, and within what an answer takes.
  private static final long SMALLEST = Duration.ofMinutes(1).toMillis();

  /// A larger error is somebody else's.
  private static final long LARGEST = Duration.ofDays(1).toMillis();

  private final Clock clock;

  /// By how much the machine's clock is slow, in milliseconds.
  private final AtomicLong slow = new AtomicLong();

  public CredentialClock(Clock clock) {
    this.clock = clock;
  }

  /// The instant.
  public Instant now() {
    return clock.wall().plusMillis(slow.get());
  }

  /// Monotonic time in nanoseconds.
  public long nanos() {
    return clock.nanos();
  }

  /// By how much the machine's clock is slow, as far as that is known, in milliseconds.
  public long slow() {
    return slow.get();
  }

  /// Whether what is known of the error differs enough from `slow` for a refused signature to be
  /// accepted with another date.
  public boolean isOtherThan(long slow) {
    return Math.abs(slow() - slow) >= SMALLEST;
  }

  /// Goes by the machine's own clock again.
  ///
  /// @return whether something had been learned of its error
  public boolean forget() {
    return slow.getAndSet(0) != 0;
  }

  /// Learns from the date of an answer that refuses. Answers that come at once teach the same, not
  /// the sum of what each of them shows.
  ///
  /// @param date the header `date`; empty for none
  /// @return whether the clock was wrong until now
  public boolean learn(String date) {
    try {
      Instant there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      long seen = slow.get();
      long error = Duration.between(clock.wall(), there).toMillis();
      return Math.abs(error) <= LARGEST
          && Math.abs(error - seen) >= SMALLEST
          && slow.compareAndSet(seen, error);
    } catch (DateTimeException | ArithmeticException e) {
      return false;
    }
  }
}
