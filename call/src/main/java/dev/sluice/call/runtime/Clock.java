package dev.sluice.call.runtime;

import java.time.Instant;

/// A source of time, passed as an argument. Features are handed a clock, or `now` itself, and never
/// ask the JDK; only [#SYSTEM] does.
public interface Clock {

  /// Monotonic time in nanoseconds, for durations and deadlines. Only differences mean anything.
  long nanos();

  /// The wall clock, for what people and providers read.
  Instant wall();

  /// The wall clock in milliseconds since 1970 in UTC, for uses in every call.
  default long millis() {
    return wall().toEpochMilli();
  }

  /// The clocks of the JDK.
  Clock SYSTEM =
      new Clock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public Instant wall() {
          return Instant.now();
        }

        @Override
        public long millis() {
          return System.currentTimeMillis();
        }
      };
}
