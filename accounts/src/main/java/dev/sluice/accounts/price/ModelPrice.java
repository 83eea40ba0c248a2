package dev.sluice.accounts.price;

import dev.sluice.call.ModelInfo;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/// The price of the use of a model: one row of a table.
///
/// @param provider the provider's type, or in own prices its configured name
/// @param model which of its models
/// @param from the first day, in UTC, on which it holds
/// @param rates the prices of calls that no tier is for
/// @param tiers prices of longer calls, by rising bounds
/// @param batch the part of all prices that is asked of calls in batches; 1 for no rebate
/// @param maxOutput how many tokens the model writes in one answer at most, where that is known
/// @param extras what is asked beside the price of tokens
/// @param source where the price is from, and of when
/// @param info what else the table says of the model
/// @param regional times what tokens cost at locations that are not all of the world, where the
///   provider has both
public record ModelPrice(
    String provider,
    ModelPattern model,
    LocalDate from,
    Rates rates,
    List<Tier> tiers,
    BigDecimal batch,
    OptionalLong maxOutput,
    ExtraPrices extras,
    String source,
    ModelInfo info,
    BigDecimal regional) {
  public ModelPrice {
    tiers = tiers.stream().sorted(Comparator.comparingLong(Tier::above)).toList();
  }

  /// A copy of this price as it is at locations that are not all of the world.
  ModelPrice inRegions() {
    return regional.compareTo(BigDecimal.ONE) == 0
        ? this
        : new ModelPrice(
            provider,
            model,
            from,
            rates.times(regional),
            tiers.stream()
                .map(tier -> new Tier(tier.above(), tier.rates().times(regional)))
                .toList(),
            batch,
            maxOutput,
            extras,
            source + "; in a region",
            info,
            BigDecimal.ONE);
  }

  /// The most that a question of at most so many tokens can cost, whatever they are and in
  /// whichever tier, in pico-dollars.
  long most(long read, long written, boolean media) {
    long most = rates.most(read, written, media);
    for (Tier tier : tiers) {
      if (read > tier.above()) {
        most = Math.max(most, tier.rates().most(read, written, media));
      }
    }
    return most;
  }

  /// The prices of a call whose prompt is so long.
  public Rates rates(long prompt) {
    Rates found = rates;
    for (Tier tier : tiers) {
      found = prompt > tier.above() ? tier.rates() : found;
    }
    return found;
  }
}
