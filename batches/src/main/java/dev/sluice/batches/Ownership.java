package dev.sluice.batches;

import java.util.concurrent.atomic.AtomicLong;

/// The ownership of a batch by this process, as long as its lease lasts. Safe for any thread.
final class Ownership {
  private final long epoch;
  private final boolean leased;
  private final AtomicLong until;

  /// An ownership that ends with a lease.
  ///
  /// @param until when the lease ends, on a clock that only goes forward, in nanoseconds
  Ownership(long epoch, long until) {
    this(epoch, true, until);
  }

  private Ownership(long epoch, boolean leased, long until) {
    this.leased = leased;
    this.epoch = epoch;
    this.until = new AtomicLong(until);
  }

  /// An ownership that ends with the process.
  static Ownership forever(long epoch) {
    return new Ownership(epoch, false, 0);
  }

  /// Whether it ends with a lease.
  boolean isLeased() {
    return leased;
  }

  /// Tells this owner from those before and behind it.
  long epoch() {
    return epoch;
  }

  /// Whether no other process can have the batch yet.
  boolean holds(long now) {
    return !leased || now - until.get() < 0;
  }

  /// Lengthens the lease.
  void extend(long other) {
    until.set(other);
  }

  /// Ends the lease: another process has the batch.
  void lose(long now) {
    until.set(now);
  }
}
