package dev.sluice.accounts.budget;

import dev.sluice.accounts.budget.estimate.Estimate;
import dev.sluice.accounts.budget.window.SpendWindow;
import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.Price;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtras;
import java.util.List;
import java.util.Optional;

/// What is set aside for one call, until it has ended. It is priced by the book of its beginning,
/// whatever changes meanwhile, and counts in the windows of its beginning.
final class CallPayment implements Payer.Payment {
  private final Budgets budgets;
  private final List<Budgets.Counted> counted;
  private final SpendWindow[] windows;
  private final PriceBook book;
  private final Call call;
  private final SpendListener.Opened opened;
  private final SpendListener.OpenSpend listener;

  CallPayment(
      Budgets budgets,
      List<Budgets.Counted> counted,
      SpendWindow[] windows,
      PriceBook book,
      Call call,
      SpendListener.Opened opened) {
    this.budgets = budgets;
    this.counted = counted;
    this.windows = windows;
    this.book = book;
    this.call = call;
    this.opened = opened;
    this.listener = budgets.listener().opened(opened);
  }

  @Override
  public void settle(Payer.Bill bill) {
    Usage usage = used(bill);
    Meters meters = Meters.of(usage);
    Optional<Price> price = book.price(bill.target(), call.operation(), opened.at());
    PricedExtras asked = call.facts().extras();
    long cost = price.map(p -> p.nanos(meters, usage, asked)).orElse(0L);
    long nanos = unseen(bill) ? opened.nanos() : cost;
    boolean known = price.isPresent() && price.get().knows(usage.extras());
    boolean priced = known || meters.equals(Meters.NONE);
    boolean estimated = usage.estimated() && !meters.equals(Meters.NONE);
    for (SpendWindow window : windows) {
      window.settle(opened.nanos(), nanos);
    }
    listener.settled(
        new SpendListener.Paid(
            opened,
            bill.target(),
            meters,
            nanos,
            budgets.now(),
            estimated,
            priced,
            bill.outcome().kind()));
    warn();
    learn(bill);
  }

  /// What the key owes. Where a request was sent and nothing was told of it, its input is known by
  /// its size.
  private Usage used(Payer.Bill bill) {
    if (!bill.owed()) {
      return Usage.NONE;
    }
    if (bill.usage().equals(Usage.NONE) && bill.sent()) {
      long input = budgets.learned(bill.target()).input(Estimate.bytes(call));
      return new Usage(input, 0, 0, true);
    }
    return bill.usage();
  }

  /// What a response that is made in the background will use no answer to this call tells.
  private boolean unseen(Payer.Bill bill) {
    return bill.owed()
        && bill.sent()
        && bill.usage().estimated()
        && call.operation() == Operation.RESPONSES
        && call.facts().streaming().never();
  }

  private void warn() {
    for (int i = 0; i < windows.length; i++) {
      long limit = counted.get(i).budget().nanos();
      if (windows[i].ends(limit, 1)) {
        budgets.listener().exhausted(Budgets.status(counted.get(i), windows[i]));
      } else if (windows[i].warns(limit, BudgetStatus.WARNING)) {
        budgets.listener().warned(Budgets.status(counted.get(i), windows[i]));
      }
    }
  }

  private void learn(Payer.Bill bill) {
    if (bill.outcome() instanceof Answered && bill.usage().telling() && bill.usage().input() > 0) {
      budgets.learned(bill.target()).learn(Estimate.bytes(call), bill.usage());
    }
  }
}
