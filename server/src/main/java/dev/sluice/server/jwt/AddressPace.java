package dev.sluice.server.jwt;

import dev.sluice.call.runtime.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/// The pace at which tokens of one address are verified, so that somebody who makes up tokens keeps
/// no others out: the generic cell rate algorithm (ITU-T I.371) for tokens that are under way or
/// were refused; those that are accepted cost nothing. Addresses share cells by their hash, of
/// which nobody outside knows the seed. Safe for any thread.
final class AddressPace {
  /// How many tokens of an address may be under way, or refused, before any of them waits.
  static final int BURST = 256;

  private static final long INTERVAL = Duration.ofMillis(20).toNanos();
  private static final long AHEAD = BURST * INTERVAL;
  private static final int CELLS = 4_096;

  private final AtomicLongArray due = new AtomicLongArray(CELLS);
  private final Clock clock;
  private final long begin;
  private final int seed;

  AddressPace(Clock clock) {
    this.clock = clock;
    this.begin = clock.nanos();
    this.seed = Long.hashCode(begin * 0x9E3779B97F4A7C15L);
  }

  /// Takes a token's place at an address; false where it has none.
  boolean take(String address) {
    int cell = cell(address);
    long now = clock.nanos() - begin;
    while (true) {
      long before = due.get(cell);
      long next = Math.max(before, now) + INTERVAL;
      if (next - now > AHEAD) {
        return false;
      }
      if (due.compareAndSet(cell, before, next)) {
        return true;
      }
    }
  }

  /// Gives back the place of a token that was accepted, or that could not be judged.
  void giveBack(String address) {
    due.addAndGet(cell(address), -INTERVAL);
  }

  private int cell(String address) {
    int hash = (SenderNetwork.of(address).hashCode() ^ seed) * 0x9E3779B1;
    return (hash ^ (hash >>> 15)) & (CELLS - 1);
  }
}
