package dev.sluice.accounts.terms;

import dev.sluice.call.request.Band;

/// The terms of what a key may do.
///
/// @param scope what it may call
/// @param bands how urgent its calls may be
/// @param cache what they may do with kept answers
/// @param limits how many there may be
/// @param budget what they may cost
public record KeyTerms(
    KeyScope scope, KeyBands bands, CacheRight cache, KeyLimits limits, BudgetTerms budget) {

  /// Makes terms that allow everything to a client that needs no key, up to a band; what is passed
  /// through, too.
  public static KeyTerms open(Band highest) {
    return new KeyTerms(
        KeyScope.OPEN, KeyBands.upTo(highest), CacheRight.FULL, KeyLimits.NONE, BudgetTerms.NONE);
  }

  /// Makes terms that allow every call of a model, up to a band.
  public static KeyTerms upTo(Band highest) {
    return new KeyTerms(
        KeyScope.ALL, KeyBands.upTo(highest), CacheRight.FULL, KeyLimits.NONE, BudgetTerms.NONE);
  }
}
