package dev.sluice.internal.credential;

import java.time.Duration;

/// How long a credential that is set aside is left alone before a call probes it.
enum ProbeWait {
  /// Another one does its work.
  SPARE,
  /// There is none that could: calls fail meanwhile, so that it is asked soon, then ever less.
  LAST,
  /// The provider has no other: calls fail until its operator has acted, and must pass right then.
  ONLY;

  private static final long LONGEST = Duration.ofMinutes(5).toNanos();
  private static final long FIRST = Duration.ofSeconds(10).toNanos();
  private static final long EVERY = Duration.ofSeconds(5).toNanos();

  /// Beyond so many doublings it is the longest anyhow.
  private static final int MOST_DOUBLINGS = 5;

  /// In nanoseconds.
  ///
  /// @param refusals how often it was refused since it was good, at least once
  long after(int refusals) {
    return switch (this) {
      case SPARE -> LONGEST;
      case LAST -> Math.min(LONGEST, FIRST << Math.min(refusals - 1, MOST_DOUBLINGS));
      case ONLY -> EVERY;
    };
  }
}
