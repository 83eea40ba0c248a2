package dev.sluice.accounts.terms;

import dev.sluice.call.request.Band;

/// What a key may do.
///
/// @param scope what it may call
/// @param bands how urgent its calls may be
/// @param cache what they may do with kept answers
/// @param limits how many there may be
/// @param budget what they may cost
public record KeyTerms(
    KeyScope scope, KeyBands bands, CacheRight cache, KeyLimits limits, BudgetTerms budget) {

  /// Everything, up to this band.
  public static KeyTerms upTo(Band highest) {
    return new KeyTerms(
        KeyScope.ALL, KeyBands.upTo(highest), CacheRight.FULL, KeyLimits.NONE, BudgetTerms.NONE);
  }
}
