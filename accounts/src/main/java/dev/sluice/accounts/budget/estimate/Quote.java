package dev.sluice.accounts.budget.estimate;

import dev.sluice.accounts.price.Price;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.call.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a call may cost, whichever of its targets answers it. In nano-dollars.
///
/// @param nanos what it may cost
/// @param unpriced a target without a price
public record Quote(long nanos, Optional<String> unpriced) {

  /// What `call` may cost.
  ///
  /// @param worst whether the most that it may cost is asked for; if not, what it does not exceed
  ///   95 times of 100
  /// @param learned what is learned of calls to a target
  /// @param at milliseconds since 1970 in UTC
  public static Quote of(
      Call call,
      List<String> targets,
      boolean worst,
      PriceBook book,
      Function<String, OutputModel> learned,
      long at) {
    long nanos = 0;
    Optional<String> unpriced = Optional.empty();
    for (String target : targets) {
      Optional<Price> price = book.price(target, call.operation(), at);
      if (price.isEmpty()) {
        unpriced = Optional.of(target);
        continue;
      }
      Estimate estimate = Estimate.of(call, learned.apply(target), price.get().row().maxOutput());
      long cost = worst ? estimate.worstCost(price.get()) : estimate.likelyCost(price.get());
      nanos = Math.max(nanos, price.get().with(cost, call.facts().extras(), worst));
    }
    return new Quote(nanos, unpriced);
  }
}
