package dev.sluice.accounts.budget;

import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.price.Price;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.call.Call;
import dev.sluice.call.request.PricedExtras;
import java.util.List;
import java.util.Optional;

/// The cost of a call in advance, whichever of its targets answers it. In nano-dollars.
///
/// @param likely what it does not exceed 95 times of 100; the worst where no answer will tell
/// @param worst the most that it may cost; never less
/// @param unpriced a target without a price
/// @param known whether what it costs is known before it is sent, or is thought to be the worst: no
///   such call passes a budget
record Quote(long likely, long worst, Optional<String> unpriced, boolean known) {

  /// Makes the quote of `call`.
  ///
  /// @param attempts of how many attempts what they use may be owed
  /// @param learned what is learned of calls of the same key
  /// @param at milliseconds since 1970 in UTC
  public static Quote of(
      Call call,
      List<String> targets,
      int attempts,
      PriceBook book,
      OutputModels learned,
      long at) {
    long likely = 0;
    long worst = 0;
    PricedExtras extras = call.facts().extras();
    // What is sold by tokens is pictures or sound, of which nothing is learned: such a call is
    // thought to cost what it may.
    boolean dear = call.operation().makesMedia();
    boolean known = extras.unit().filter(PricedExtras.Use::isSure).isPresent();
    Optional<String> unpriced = Optional.empty();
    for (String target : targets) {
      Optional<Price> price =
          book.price(target, call.operation(), at).filter(found -> found.isFor(extras));
      if (price.isEmpty()) {
        unpriced = Optional.of(target);
        continue;
      }
      Price of = price.get();
      known &= of.sellsUnits(extras);
      boolean binds = book.bindsUses(target, call.operation());
      Estimate estimate = Estimate.of(call, learned.of(target), of.row().maxOutput(), binds);
      likely = Math.max(likely, of.likelyWith(estimate.likelyCost(of), extras));
      worst = Math.max(worst, of.mostWith(estimate.worstCost(of), extras, binds));
    }
    if (dear && !known) {
      likely = worst;
    }
    worst = Math.min(Money.MOST, worst * attempts);
    long probable = Estimate.isUnseen(call) ? worst : Math.min(likely, worst);
    return new Quote(probable, worst, unpriced, known || dear);
  }
}
