package dev.sluice.internal.credential;

import java.time.Duration;

/// The time that a credential that is set aside is left alone before a call probes it.
enum ProbeWait {
  /// Another credential can be used instead.
  SPARE,
  /// No other credential can be used: calls fail meanwhile, so that this one is probed soon, then
  /// ever less often.
  LAST,
  /// The provider has no other credential: calls fail until the operator has acted, and must pass
  /// right then.
  ONLY;

  private static final long LONGEST = Duration.ofMinutes(5).toNanos();
  private static final long FIRST = Duration.ofSeconds(10).toNanos();
  private static final long EVERY = Duration.ofSeconds(5).toNanos();

  /// The number of doublings from which on the wait is the longest anyhow.
  private static final int MOST_DOUBLINGS = 5;

  /// Returns the time until the next probe, in nanoseconds.
  ///
  /// @param refusals how often the credential was refused since it was good, at least once
  long after(int refusals) {
    return switch (this) {
      case SPARE -> LONGEST;
      case LAST -> Math.min(LONGEST, FIRST << Math.min(refusals - 1, MOST_DOUBLINGS));
      case ONLY -> EVERY;
    };
  }
}
