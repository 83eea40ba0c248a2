package dev.sluice.config.policy;

import java.time.Duration;

/// How the bound of a phase comes about.
public sealed interface Bound {

  /// A length of time, as it is written.
  record Fixed(Duration value) implements Bound {
    public Fixed {
      Bound.positive(value);
    }
  }

  /// Learned from what the target has shown, within bounds; the ceiling until that is learned.
  record Adaptive(Duration floor, Duration ceiling) implements Bound {
    public Adaptive {
      Bound.positive(floor);
      if (floor.compareTo(ceiling) > 0) {
        throw new IllegalArgumentException(
            "a floor of " + floor + " is above the ceiling of " + ceiling);
      }
    }

    /// The bound that was learned, doubled so often, clamped; the ceiling if none was.
    ///
    /// @param learned in nanoseconds; 0 if not yet
    public long clamp(long learned, int doublings) {
      long most = ceiling.toNanos();
      if (learned == 0 || learned > most >> doublings) {
        return most;
      }
      return Math.max(floor.toNanos(), learned << doublings);
    }
  }

  /// Fixed as well, by the model's name: the table of `Prior`.
  record Classic() implements Bound {}

  private static void positive(Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("is " + value + "; it must be longer than zero");
    }
  }
}
