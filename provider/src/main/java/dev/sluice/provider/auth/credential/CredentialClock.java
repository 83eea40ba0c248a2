package dev.sluice.provider.auth.credential;

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
  private static final long LARGEST = Duration.ofDays(3650).toMillis();

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

  /// Learns from the date of an answer that refuses.
  ///
  /// @param date the header `date`; empty for none
  /// @return whether the clock was wrong until now
  public boolean learn(String date) {
    try {
      Instant there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      long error = Duration.between(now(), there).toMillis();
      if (Math.abs(error) < SMALLEST || Math.abs(error) > LARGEST) {
        return false;
      }
      slow.addAndGet(error);
      return true;
    } catch (DateTimeException | ArithmeticException e) {
      return false;
    }
  }
}
