package dev.sluice.accounts.ledger;

import dev.sluice.accounts.price.Meter;

/// Sums of the calls of a key and all else that they are summed up by. Confined to one thread until
/// its batch is handed on, and not changed afterwards.
final class SpendSum {
  private static final int METERS = Meter.values().length;
  private static final int NANOS = METERS + 1;
  private static final int ESTIMATED = NANOS + 1;
  private static final int UNPRICED = ESTIMATED + 1;

  private final SpendKey key;
  private final long[] values = new long[UNPRICED + 1];

  SpendSum(SpendKey key) {
    this.key = key;
  }

  void add(EntryView entry) {
    long calls = entry.calls();
    values[0] += calls;
    for (int i = 0; i < METERS; i++) {
      values[1 + i] += entry.meter(i);
    }
    values[NANOS] += entry.nanos();
    values[ESTIMATED] += entry.isEstimated() ? calls : 0;
    values[UNPRICED] += entry.isPriced() ? 0 : calls;
  }

  public SpendKey key() {
    return key;
  }

  /// The number of calls, the counts of the meters in the order of [Meter], the cost in
  /// nano-dollars, and how many calls were estimated and had no price.
  public long[] values() {
    return values.clone();
  }
}
