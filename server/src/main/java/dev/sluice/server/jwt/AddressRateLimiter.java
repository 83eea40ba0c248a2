package dev.sluice.server.jwt;

import dev.sluice.call.runtime.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/// Limits the rate at which tokens of one address are verified, or its logins are brought to a
/// provider, so that somebody who makes them up keeps no others out: the generic cell rate
/// algorithm (ITU-T I.371) for those that are under way or were refused; those that are accepted
/// cost nothing. Addresses share cells by their hash, of which nobody outside knows the seed. Safe
/// for any thread.
public final class AddressRateLimiter {
  /// How many tokens of an address may be under way, or refused, before any of them waits.
  static final int BURST = 256;

  private static final Duration INTERVAL = Duration.ofMillis(20);
  private static final int CELLS = 4_096;

  private final AtomicLongArray due = new AtomicLongArray(CELLS);
  private final Clock clock;
  private final long interval;
  private final long ahead;
  private final long begin;
  private final int seed;

  AddressRateLimiter(Clock clock) {
    this(clock, BURST, INTERVAL);
  }

  /// @param burst how many of an address may be under way, or refused, before any of them waits
  /// @param interval how long it takes until an address may have another one
  public AddressRateLimiter(Clock clock, int burst, Duration interval) {
    this.clock = clock;
    this.interval = interval.toNanos();
    this.ahead = burst * this.interval;
    this.begin = clock.nanos();
    this.seed = Long.hashCode(begin * 0x9E3779B97F4A7C15L);
  }

  /// Takes a place of an address; false where it has none.
  public boolean take(String address) {
    int cell = cell(address);
    long now = clock.nanos() - begin;
    while (true) {
      long before = due.get(cell);
      long next = Math.max(before, now) + interval;
      if (next - now > ahead) {
        return false;
      }
      if (due.compareAndSet(cell, before, next)) {
        return true;
      }
    }
  }

  /// Gives back the place of what was accepted, or could not be judged.
  public void giveBack(String address) {
    due.addAndGet(cell(address), -interval);
  }

  private int cell(String address) {
    int hash = (SenderNetwork.of(address).hashCode() ^ seed) * 0x9E3779B1;
    return (hash ^ (hash >>> 15)) & (CELLS - 1);
  }
}
