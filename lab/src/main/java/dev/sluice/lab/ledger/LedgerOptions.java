package dev.sluice.lab.ledger;

import java.time.Duration;

/// What the experiment does.
///
/// @param kills how often the gateway is killed
/// @param clients how many calls are under way at the same time
/// @param each how long it is called before each kill, at most
/// @param seed of the instants at which it is killed
public record LedgerOptions(int kills, int clients, Duration each, long seed) {
  public LedgerOptions {
    if (kills < 1 || clients < 1 || each.isNegative() || each.isZero()) {
      throw new IllegalArgumentException("kills, clients and milliseconds must be at least 1");
    }
  }
}
