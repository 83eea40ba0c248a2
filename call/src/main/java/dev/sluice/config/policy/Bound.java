package dev.sluice.config.policy;

import java.time.Duration;

/// The bound of a phase: fixed or learned.
public sealed interface Bound {

  /// A fixed length of time.
  record Fixed(Duration value) implements Bound {
    public Fixed {
      Bound.positive(value);
    }
  }

  /// A bound that is learned from what the target has shown, within limits; the ceiling until that
  /// is learned.
  record Adaptive(Duration floor, Duration ceiling) implements Bound {
    public Adaptive {
      Bound.positive(floor);
      if (floor.compareTo(ceiling) > 0) {
        throw new IllegalArgumentException(
            "a floor of " + floor + " is above the ceiling of " + ceiling);
      }
    }

    /// Returns the learned bound, doubled `doublings` times, within the limits; the ceiling if none
    /// was learned.
    ///
    /// @param learned the learned bound in nanoseconds; 0 if none is learned yet
    public long clamp(long learned, int doublings) {
      long most = ceiling.toNanos();
      if (learned == 0 || learned > most >> doublings) {
        return most;
      }
      return Math.max(floor.toNanos(), learned << doublings);
    }
  }

  private static void positive(Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("is " + value + "; it must be longer than zero");
    }
  }
}
