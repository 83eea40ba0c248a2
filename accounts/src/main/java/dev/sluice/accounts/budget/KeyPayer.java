package dev.sluice.accounts.budget;

import dev.sluice.accounts.budget.estimate.Estimate;
import dev.sluice.accounts.budget.estimate.MissingPrice;
import dev.sluice.accounts.budget.estimate.Quote;
import dev.sluice.accounts.budget.window.Period;
import dev.sluice.accounts.budget.window.SpendWindow;
import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.price.Price;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Pays for the calls of one key, out of the budgets of the key, of its team and of all.
final class KeyPayer implements Payer {
  /// Below this part of a budget the most that a call may cost is set aside.
  private static final int LAST_PART = 20;

  private final Budgets budgets;
  private final Terms terms;
  private final List<Budgets.Counted> counted;
  private final EntryLimits entry;
  private final boolean strict;

  KeyPayer(Budgets budgets, Terms terms, List<Budgets.Counted> counted, EntryLimits entry) {
    this.budgets = budgets;
    this.terms = terms;
    this.counted = List.copyOf(counted);
    this.entry = entry;
    this.strict = counted.stream().anyMatch(one -> one.budget().strict());
  }

  @Override
  public boolean strict() {
    return strict;
  }

  @Override
  public Decision enter(Call call) {
    return entry.enter(call);
  }

  @Override
  public Decision reserve(Call call, List<String> targets) {
    if (!call.operation().asksModel()) {
      return Accepted.FREE;
    }
    long now = budgets.now();
    PriceBook book = budgets.prices();
    SpendWindow[] windows = windows(now);
    Quote quote = Quote.of(call, targets, dear(windows), book, budgets::learned, now);
    if (!counted.isEmpty() && quote.unpriced().isPresent()) {
      return new Refused(MissingPrice.model(quote.unpriced().get()));
    }
    Optional<Failed> extra =
        counted.isEmpty() ? Optional.empty() : MissingPrice.extra(call, targets, book, now);
    if (extra.isPresent()) {
      return new Refused(extra.get());
    }
    long nanos = quote.nanos();
    for (int i = 0; i < windows.length; i++) {
      if (!windows[i].reserve(nanos, counted.get(i).budget().nanos())) {
        giveBack(windows, i, nanos);
        return refused(Budgets.status(counted.get(i), windows[i]), windows[i], nanos, now);
      }
    }
    var opened = opened(call, targets.getFirst(), nanos, now);
    return new Accepted(new CallPayment(budgets, counted, windows, book, call, opened));
  }

  /// Told to the listener alone: budgets hold what keys pay.
  @Override
  public void lost(Call call, Loss loss) {
    if (budgets.listener().keeps()) {
      budgets.listener().wasted(wasted(call, loss, budgets.now()));
    }
  }

  private SpendListener.Wasted wasted(Call call, Loss loss, long now) {
    Usage used = used(call, loss);
    Meters meters = Meters.of(used);
    Optional<Price> price = budgets.prices().price(loss.target(), call.operation(), now);
    long nanos = price.map(p -> p.nanos(meters, used, call.facts().extras())).orElse(0L);
    return new SpendListener.Wasted(
        budgets.number(),
        call.id(),
        terms.key(),
        terms.team(),
        call.model(),
        loss.target(),
        loss.cause(),
        meters,
        nanos,
        now,
        used.estimated(),
        price.map(p -> p.knows(used.extras())).orElse(false),
        loss.outcome().kind());
  }

  private Usage used(Call call, Loss loss) {
    if (!loss.usage().equals(Usage.NONE)) {
      return loss.usage();
    }
    long input = budgets.learned(loss.target()).input(Estimate.bytes(call));
    return new Usage(input, 0, 0, true);
  }

  private SpendListener.Opened opened(Call call, String target, long nanos, long now) {
    return new SpendListener.Opened(
        budgets.number(), call.id(), terms.key(), terms.team(), call.model(), target, nanos, now);
  }

  private SpendWindow[] windows(long now) {
    var windows = new SpendWindow[counted.size()];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = counted.get(i).state().at(now);
    }
    return windows;
  }

  private static void giveBack(SpendWindow[] windows, int before, long nanos) {
    for (int i = 0; i < before; i++) {
      windows[i].giveBack(nanos);
    }
  }

  private boolean dear(SpendWindow[] windows) {
    boolean last = strict;
    for (int i = 0; i < windows.length; i++) {
      long limit = counted.get(i).budget().nanos();
      last |= limit - windows[i].taken() < limit / LAST_PART;
    }
    return last;
  }

  private Refused refused(BudgetStatus status, SpendWindow window, long nanos, long now) {
    SpendListener listener = budgets.listener();
    listener.refused(status, SpendListener.Refusal.EXCEEDED);
    if (window.ends(status.budget().nanos(), BudgetStatus.WARNING)) {
      listener.exhausted(status);
    }
    return new Refused(exceeded(status, nanos, now));
  }

  private static Failed exceeded(BudgetStatus status, long nanos, long now) {
    Budget budget = status.budget();
    boolean ends = budget.period() != Period.TOTAL && nanos <= budget.nanos();
    Optional<Instant> anew =
        ends ? Optional.of(Instant.ofEpochMilli(status.window().until())) : Optional.empty();
    String message =
        "the budget of %s, %s for %s, has no room for this call: %s are spent, %s are set aside for calls under way, and the call may cost %s; %s"
            .formatted(
                Spender.words(status.owner()),
                Money.text(budget.nanos()),
                status.window().name(),
                Money.text(status.spent()),
                Money.text(status.setAside()),
                Money.text(nanos),
                anew.map(at -> "a new window begins at " + at)
                    .orElse("it has to be raised before such a call is let in"));
    return new Failed.LimitReached(
        Failed.Limit.BUDGET, anew.map(at -> Instant.ofEpochMilli(now).until(at)), message);
  }
}
