package dev.sluice.internal.quota;

import dev.sluice.internal.stats.Seconds;

/// A token bucket, which may go into debt: what an attempt has used is used, whatever was reserved.
///
/// A clock that goes backwards adds nothing; one that jumps ahead fills it at most.
final class Bucket {
  /// The share of the capacity, a millionth, that may be missing by rounding.
  private static final double ROUNDING = 1e-6;

  private double level;
  private double capacity;
  private double rate;
  private long at;

  /// Makes an empty bucket without capacity.
  Bucket(long now) {
    this.at = now;
  }

  /// Adds what has flowed in until `now`.
  void advance(long now) {
    long passed = now - at;
    if (passed > 0) {
      level = Math.min(capacity, level + rate * Seconds.of(passed));
      at = now;
    }
  }

  /// Changes rate and capacity. The level stays, as far as the capacity allows.
  void reshape(double rate, double capacity) {
    this.rate = rate;
    this.capacity = capacity;
    level = Math.min(level, capacity);
  }

  /// Takes `amount` out; a negative one is put back.
  void take(double amount) {
    level = Math.min(capacity, level - amount);
  }

  /// Sets the level to `amount`.
  void set(double amount) {
    level = Math.min(capacity, amount);
  }

  double level() {
    return level;
  }

  double capacity() {
    return capacity;
  }

  /// Returns what flows in per second.
  double rate() {
    return rate;
  }

  /// Returns in how many seconds `amount` has flowed in, and `last` on top of it is there at once,
  /// as far as that fits into the bucket.
  double secondsUntil(double amount, double last) {
    return Math.max(0, (amount + Math.min(last, capacity) - level) / rate);
  }

  /// Returns in how many nanoseconds `amount` is in the bucket; zero when it is. An amount above
  /// the capacity has to wait until the bucket is full.
  long delay(double amount) {
    double missing = Math.min(amount, capacity) - level;
    return missing <= ROUNDING * capacity ? 0 : Seconds.nanos(missing / rate);
  }
}
