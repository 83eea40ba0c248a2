package dev.sluice.internal.quota;

import dev.sluice.internal.stats.Seconds;

/// A token bucket. It may go into debt: what an attempt has used is used, whatever was reserved.
///
/// A clock that goes backwards adds nothing; one that jumps ahead fills it at most.
final class Bucket {
  /// A millionth is rounding, not a lack.
  private static final double ROUNDING = 1e-6;

  private double level;
  private double capacity;
  private double rate;
  private long at;

  /// Empty, and without room.
  Bucket(long now) {
    this.at = now;
  }

  /// Fills it up to `now`.
  void advance(long now) {
    long passed = now - at;
    if (passed > 0) {
      level = Math.min(capacity, level + rate * Seconds.of(passed));
      at = now;
    }
  }

  /// From now on it has these; what is in it stays, as far as it has room.
  void reshape(double rate, double capacity) {
    this.rate = rate;
    this.capacity = capacity;
    level = Math.min(level, capacity);
  }

  /// Takes `amount` out; a negative one is put back.
  void take(double amount) {
    level = Math.min(capacity, level - amount);
  }

  /// What is in it is `amount`.
  void set(double amount) {
    level = Math.min(capacity, amount);
  }

  double level() {
    return level;
  }

  double capacity() {
    return capacity;
  }

  /// A second.
  double rate() {
    return rate;
  }

  /// In how many seconds `amount` has flowed in, and `last` on top of it is there at once, as far
  /// as that fits.
  double secondsUntil(double amount, double last) {
    return Math.max(0, (amount + Math.min(last, capacity) - level) / rate);
  }

  /// In how many nanoseconds `amount` is in it; zero when it is. More than it can hold has to wait
  /// until it is full.
  long delay(double amount) {
    double missing = Math.min(amount, capacity) - level;
    return missing <= ROUNDING * capacity ? 0 : Seconds.nanos(missing / rate);
  }
}
