package dev.sluice.accounts.budget;

import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.Price;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Usage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Pays for the calls of one key that a provider makes in its own batches, at the price of these:
/// hours may lie between the request and its answer. So what they may cost is set aside for all of
/// them together ([BatchHold]), and each is entered once its answer is known. Limits on calls and
/// tokens are not asked here. Safe for any thread but a loop.
public final class BatchAccount {
  private final Budgets budgets;
  private final Terms terms;
  private final List<Budgets.Counted> counted;
  private final OutputModels learned;

  BatchAccount(Budgets budgets, Terms terms, List<Budgets.Counted> counted, OutputModels learned) {
    this.budgets = budgets;
    this.terms = terms;
    this.counted = List.copyOf(counted);
    this.learned = learned;
  }

  /// Whether a target's batches cost less than its calls.
  ///
  /// @param target `provider/model`
  public boolean isCheaper(String target) {
    return budgets
        .prices()
        .price(target, budgets.now())
        .filter(price -> price.row().batch().compareTo(BigDecimal.ONE) < 0)
        .isPresent();
  }

  /// The most that a call may cost in a target's batch, in nano-dollars; empty where the key has a
  /// budget, and its price is not known, or it asks for something whose price is not.
  ///
  /// @param target `provider/model`
  public OptionalLong worst(Call call, String target) {
    long now = budgets.now();
    Optional<Price> price = price(call, target, now);
    if (price.isEmpty() || price.get().unpriced(call.facts().extras()).isPresent()) {
      return counted.isEmpty() ? OptionalLong.of(0) : OptionalLong.empty();
    }
    Price of = price.get();
    boolean binds = budgets.prices().bindsUses(target, call.operation());
    Estimate estimate = Estimate.of(call, learned.of(target), of.row().maxOutput(), binds);
    return OptionalLong.of(of.mostWith(estimate.worstCost(of), call.facts().extras(), binds));
  }

  private Optional<Price> price(Call call, String target, long at) {
    return budgets
        .prices()
        .price(target, call.operation(), at)
        .filter(found -> found.isFor(call.facts().extras()))
        .map(Price::inBatches);
  }

  /// Sets aside what calls may cost at worst, in all budgets of the key or in none.
  ///
  /// @param worst in nano-dollars
  /// @return empty where one of the budgets has no room for it now
  public Optional<BatchHold> hold(long worst) {
    return BatchHold.enter(budgets, counted, worst);
  }

  /// Sets aside what calls may cost that the provider has already, whether or not there is room.
  ///
  /// @param worst in nano-dollars
  public BatchHold holdAnyway(long worst) {
    return BatchHold.force(budgets, counted, worst);
  }

  /// Enters a call whose answer is known, and takes it out of what was set aside.
  ///
  /// @param target the target that answered, as `provider/model`
  /// @param used what the provider says it has used
  public void pay(Call call, String target, Usage used, BatchHold hold) {
    long now = budgets.now();
    Optional<Price> price = price(call, target, now);
    Usage usage = Estimate.withInput(used, call, learned.of(target));
    Meters meters = Meters.of(usage, call.facts().extras());
    boolean priced = price.filter(known -> known.knows(usage.extras())).isPresent();
    long nanos = price.map(of -> of.nanos(meters, usage, call.facts().extras())).orElse(0L);
    hold.pay(worst(call, target).orElse(0), nanos, now);
    var opened =
        new SpendListener.Opened(
            budgets.number(),
            call.id(),
            terms.key(),
            terms.team(),
            call.model(),
            target,
            nanos,
            now,
            call.tags());
    var paid =
        new SpendListener.Paid(
            opened,
            target,
            meters,
            nanos,
            now,
            usage.estimated(),
            priced || meters.equals(Meters.NONE),
            SpendListener.words(new Answered()));
    budgets.paid(nanos, now);
    budgets.listener().opened(opened).settled(paid);
    budgets.listener().paid(paid);
    hold.warn();
  }
}
