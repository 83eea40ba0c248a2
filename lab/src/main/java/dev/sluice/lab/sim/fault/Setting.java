package dev.sluice.lab.sim.fault;

import dev.sluice.server.config.value.ConfigProblem;
import dev.sluice.server.config.value.Durations;
import dev.sluice.server.config.value.Sizes;
import java.time.Instant;

/// What a fault is told when it strikes.
///
/// @param arg its argument, already checked
/// @param wall the wall clock
record Setting(String arg, Instant wall) {

  int number() {
    return Integer.parseInt(arg);
  }

  /// Bytes.
  int size() {
    try {
      return arg.chars().allMatch(Character::isDigit)
          ? Integer.parseInt(arg)
          : Math.toIntExact(Sizes.parse(arg));
    } catch (ConfigProblem e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  long nanos() {
    try {
      return Durations.parse(arg).toNanos();
    } catch (ConfigProblem e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
