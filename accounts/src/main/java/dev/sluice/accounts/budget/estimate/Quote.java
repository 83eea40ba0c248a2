package dev.sluice.accounts.budget.estimate;

import dev.sluice.accounts.price.Price;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.call.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a call may cost, whichever of its targets answers it. In nano-dollars.
///
/// @param likely what it does not exceed 95 times of 100
/// @param worst the most
/// @param unpriced a target without a price
public record Quote(long likely, long worst, Optional<String> unpriced) {

  /// What `call` may cost.
  ///
  /// @param learned what is learned of calls to a target
  /// @param at milliseconds since 1970 in UTC
  public static Quote of(
      Call call,
      List<String> targets,
      PriceBook book,
      Function<String, OutputModel> learned,
      long at) {
    long likely = 0;
    long worst = 0;
    Optional<String> unpriced = Optional.empty();
    for (String target : targets) {
      Optional<Price> price = book.price(target, at);
      if (price.isEmpty()) {
        unpriced = Optional.of(target);
        continue;
      }
      Estimate estimate = Estimate.of(call, learned.apply(target), price.get().row().maxOutput());
      likely = Math.max(likely, estimate.likelyCost(price.get()));
      worst = Math.max(worst, estimate.worstCost(price.get()));
    }
    return new Quote(likely, worst, unpriced);
  }
}
