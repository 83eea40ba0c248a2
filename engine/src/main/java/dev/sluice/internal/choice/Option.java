package dev.sluice.internal.choice;

import java.util.concurrent.atomic.AtomicInteger;

/// A place that a call may go to: a target with all its credentials, or one credential of it where
/// they share its calls.
final class Option {
  private final String target;
  private final long hash;

  /// Attempts under way. Safe for any thread.
  private final AtomicInteger underWay = new AtomicInteger();

  /// The weight among the options of the same rank. Written while a configuration is wired, then
  /// read by any thread.
  private volatile double weight = 1;

  // Guarded by the lock of the order: a decaying count of calls, and when it was right.
  private double calls;
  private long countedAt;

  /// @param target `provider/model`
  /// @param id the same for the same option under each configuration
  Option(String target, String id) {
    this.target = target;
    this.hash = Hashes.of(id);
  }

  String target() {
    return target;
  }

  double weight() {
    return weight;
  }

  void weigh(double other) {
    weight = other;
  }

  int underWay() {
    return underWay.get();
  }

  void begin() {
    underWay.incrementAndGet();
  }

  void end() {
    underWay.decrementAndGet();
  }

  /// Returns the option's claim on a conversation by highest random weight: the larger the better.
  ///
  /// ```text
  /// score = -weight / ln(u)               u = hash(conversation, option) in (0, 1)
  /// ```
  double score(long conversation) {
    return -weight / Math.log(Hashes.unit(conversation ^ hash));
  }

  /// Returns how many calls the option has had of late, as a decaying count.
  ///
  /// @param memory the time constant, in nanoseconds
  double calls(long now, double memory) {
    return calls * Math.exp((countedAt - now) / memory);
  }

  void count(long now, double memory) {
    calls = calls(now, memory) + 1;
    countedAt = now;
  }
}
