package dev.sluice.accounts.budget;

import dev.sluice.accounts.price.Price;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras;
import java.util.List;
import java.util.Optional;

/// The refusal of calls whose price is not known and whose keys have budgets; it says how to add
/// the price.
final class MissingPrice {
  private static final String OF_TOKENS = "input: DOLLARS, output: DOLLARS}`, for a million tokens";
  private static final int FORBIDDEN = 403;

  private MissingPrice() {}

  /// Makes the failure of a call to a target whose model has no price.
  ///
  /// @param target `provider/model`
  /// @param unit by what the call may be sold in place of tokens
  public static Failed model(String target, Optional<PricedExtra> unit) {
    int end = target.indexOf('/');
    String model = target.substring(end + 1);
    return new Failed.Invalid(
        FORBIDDEN,
        "model_not_priced",
        Optional.of("model"),
        "the key has a budget in money, and the price of %s is not known, so that the model may not be called with it; the gateway's operator can add `{provider: %s, model: %s, %s, to prices.models"
            .formatted(
                target,
                target.substring(0, Math.max(0, end)),
                model.isEmpty() ? "\"*\"" : "\"" + model + "\"",
                unit.map(MissingPrice::ofUnit).orElse(OF_TOKENS)));
  }

  private static String ofUnit(PricedExtra unit) {
    return unit.word() + ": DOLLARS}`, for a thousand, or " + OF_TOKENS;
  }

  /// Why a call may not use what it asks for beside text; empty where all of it has a price at all
  /// targets.
  public static Optional<Failed> extra(Call call, List<String> targets, PriceBook book, long now) {
    PricedExtras request = call.facts().extras();
    if (request.isNone()) {
      return Optional.empty();
    }
    for (String target : targets) {
      Optional<Price.Unpriced> missing =
          book.price(target, call.operation(), now).flatMap(price -> price.unpriced(request));
      if (missing.isPresent()) {
        return Optional.of(extra(target, missing.get()));
      }
    }
    return Optional.empty();
  }

  private static Failed extra(String target, Price.Unpriced missing) {
    String remedy =
        missing
            .word()
            .map(
                word ->
                    "; the gateway's operator can add `" + word + "` to its row in prices.models")
            .orElse(", and the gateway does not know what it is; leave it out");
    return new Failed.Invalid(
        FORBIDDEN,
        "not_priced",
        Optional.of(missing.member()),
        ("the key has a budget in money, and the price of `%s` at %s is not known, so that"
                + " it may not be used with the key%s")
            .formatted(missing.member(), target, remedy));
  }
}
