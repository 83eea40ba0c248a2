package dev.sluice.accounts.ledger;

import dev.sluice.call.request.PricedExtra;
import java.util.Comparator;

/// A sum of the units that calls have taken.
///
/// @param calls what those calls have in common
/// @param kind quality and size of pictures, as [dev.sluice.accounts.price.Units] has them; empty
///   for all else
record UnitSum(SpendKey calls, PricedExtra unit, String kind, long count)
    implements Comparable<UnitSum> {
  private static final Comparator<UnitSum> ORDER =
      Comparator.comparing(UnitSum::calls)
          .thenComparing(sum -> sum.unit().word())
          .thenComparing(UnitSum::kind);

  /// The order in which all processes write sums, whatever their counts.
  @Override
  public int compareTo(UnitSum other) {
    return ORDER.compare(this, other);
  }
}
