package dev.sluice.accounts.ledger;

import dev.sluice.accounts.price.Units;
import dev.sluice.accounts.price.Units.Taken;
import dev.sluice.call.request.PricedExtra;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The sums of the units of a batch. Confined to one thread.
final class UnitSums {
  private final KindBounds bounds = new KindBounds();
  private final Map<Key, Long> sums = new HashMap<>();

  private record Key(SpendKey calls, PricedExtra unit, String kind) {}

  /// Forgets the sums, and none of the kinds that are known.
  void clear() {
    sums.clear();
  }

  /// Learns by which kinds pictures are counted in the store: these go on to count by themselves.
  void know(List<UnitTable.OfKind> stored) {
    stored.forEach(one -> bounds.bounded(one.month(), one.key(), one.kind()));
  }

  /// Adds the units of an entry, if it has any.
  void add(SpendKey calls, EntryView entry) {
    if (entry.hasUnits()) {
      entry.units().taken().forEach(taken -> add(calls, taken));
    }
  }

  private void add(SpendKey calls, Taken taken) {
    String kind = bounds.bounded(SpendKey.month(calls.span()), calls.key(), taken.kind());
    sums.merge(new Key(calls, taken.unit(), kind), taken.count(), UnitSums::plus);
  }

  static long plus(long one, long other) {
    return Math.min(Units.MOST, one + other);
  }

  /// The sums, in their order.
  List<UnitSum> sorted() {
    return sums.entrySet().stream().map(sum -> of(sum.getKey(), sum.getValue())).sorted().toList();
  }

  private static UnitSum of(Key key, long count) {
    return new UnitSum(key.calls(), key.unit(), key.kind(), count);
  }
}
