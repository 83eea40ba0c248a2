package dev.sluice.provider.auth;

import java.time.Duration;

/// When a credential is fetched anew. Pure functions of durations in nanoseconds.
///
/// A credential of an hour is fetched anew from five minutes before its end on, and is used until
/// ten seconds before it; one that lives shorter, from half of its life on, and until a tenth of it
/// is left. A fetch that fails is repeated after a second, then after twice as long each time, up
/// to a minute.
final class RefreshTimes {
  private static final long EARLY = Duration.ofMinutes(5).toNanos();
  private static final long SPARE = Duration.ofSeconds(10).toNanos();
  private static final long FIRST_PAUSE = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofMinutes(1).toNanos();
  private static final int MOST_DOUBLINGS = 6;

  /// The share of a short life that is left when a credential is not used any more.
  private static final int TENTH = 10;

  /// The time within which one forced refresh may follow another. A provider that refuses every
  /// credential would have each call fetch one.
  static final long FORCED = Duration.ofSeconds(30).toNanos();

  private RefreshTimes() {}

  /// How long before its end a credential is fetched anew.
  static long early(long life) {
    return Math.min(EARLY, life / 2);
  }

  /// How long before its end a credential is not used any more where another can be had.
  static long spare(long life) {
    return Math.min(SPARE, life / TENTH);
  }

  /// How long after a failed fetch the next one may follow.
  ///
  /// @param failures how many have failed in a row, at least one
  static long pause(int failures) {
    return Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(failures - 1, MOST_DOUBLINGS));
  }
}
