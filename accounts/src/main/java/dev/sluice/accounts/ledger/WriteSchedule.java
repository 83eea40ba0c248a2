package dev.sluice.accounts.ledger;

import java.time.Duration;

/// The time at which the next batch is due: a quarter of a second after the last one was begun, so
/// that the store is not asked to write to the disk for every few calls, and at once where there is
/// more to be written than a batch holds. Confined to one thread.
final class WriteSchedule {
  private static final long EACH = Duration.ofMillis(250).toNanos();

  private long due;

  /// @param now nanoseconds of a clock that does not jump
  public WriteSchedule(long now) {
    this.due = now;
  }

  public boolean isDue(long now) {
    return now - due >= 0;
  }

  /// Notes that a batch begins.
  public void begun(long now) {
    due = now + EACH;
  }

  /// Lets the next batch begin at once, since there is more to be written.
  public void makeDue(long now) {
    due = now;
  }

  /// How long to rest until the next batch is due, but not longer than `most`.
  public Duration rest(long now, Duration most) {
    long left = due - now;
    return left > 0 && left < most.toNanos() ? Duration.ofNanos(left) : most;
  }
}
