package dev.sluice.accounts.budget;

import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.Price;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The money that is set aside for one call, until the call has ended. It is priced by the book of
/// its beginning, whatever changes meanwhile, and counts in the windows of its beginning.
final class CallPayment implements Payer.Payment {
  private final Budgets budgets;
  private final List<Budgets.Counted> counted;
  private final OutputModels learned;
  private final Entered entered;
  private final PriceBook book;
  private final Call call;
  private final SpendListener.Opened opened;
  private final SpendListener.OpenSpend listener;

  /// The cost of the call; confined to the call's thread.
  private OptionalLong cost = OptionalLong.empty();

  /// The windows that a call has entered.
  ///
  /// @param windows the windows of its budgets
  /// @param entries how it has entered each
  /// @param worst the most that it may cost, in nano-dollars
  @SuppressWarnings("ArrayRecordComponent") // made once a call, and never compared
  record Entered(SpendWindow[] windows, SpendWindow.Entry[] entries, long worst) {
    void settle(long likely, long nanos, long begun, long now) {
      for (int i = 0; i < windows.length; i++) {
        windows[i].settle(entries[i], likely, worst, nanos, now - begun);
        windows[i].paced(nanos, now);
      }
    }
  }

  CallPayment(
      Budgets budgets,
      List<Budgets.Counted> counted,
      OutputModels learned,
      Entered entered,
      PriceBook book,
      Call call,
      SpendListener.Opened opened) {
    this.budgets = budgets;
    this.counted = counted;
    this.learned = learned;
    this.entered = entered;
    this.book = book;
    this.call = call;
    this.opened = opened;
    this.listener = budgets.listener().opened(opened);
  }

  @Override
  public void settle(Payer.Bill bill) {
    Optional<Price> price =
        book.price(bill.target(), call.operation(), opened.at())
            .filter(found -> found.isFor(call.facts().extras()));
    Usage usage = used(bill, price);
    Meters meters = Meters.of(usage, call.facts().extras());
    boolean known = price.isPresent() && price.get().knows(usage.extras());
    boolean priced = known || meters.equals(Meters.NONE);
    boolean estimated = isEstimated(bill, usage, meters, price);
    long nanos = cost(bill, price, meters, usage, estimated);
    long now = budgets.now();
    cost = priced ? OptionalLong.of(nanos) : OptionalLong.empty();
    entered.settle(opened.nanos(), nanos, opened.at(), now);
    giveLargeBack();
    budgets.paid(nanos, now);
    var paid =
        new SpendListener.Paid(
            opened,
            bill.target(),
            meters,
            nanos,
            now,
            estimated,
            priced,
            SpendListener.words(bill.outcome()));
    listener.settled(paid);
    budgets.listener().paid(paid);
    warn();
    if (price.isPresent() && price.get().isDearerTier(call.facts().extras(), usage.extras())) {
      budgets.unaskedTiers().add(bill.target(), usage.extras().serviceTier());
    }
    for (PricedExtras.Use use : call.facts().extras().uses()) {
      if (use.isOfUnit()) {
        budgets.implausibleUnits().look(bill.target(), use, bill.usage().extras(), nanos);
      }
    }
    learn(bill, price, nanos);
  }

  /// Returns the cost where the provider has told what was used; an estimate is made on the call's
  /// thread alone.
  @Override
  public OptionalLong quote(String target, Usage usage) {
    if (usage.estimated() || usage.equals(Usage.NONE)) {
      return OptionalLong.empty();
    }
    return book.known(target, opened.at())
        .filter(price -> price.knows(usage.extras()))
        .filter(
            price -> !price.leavesCountOpen(call.facts().extras(), usage.extras().uses().keySet()))
        .map(price -> OptionalLong.of(price.nanos(Meters.of(usage), usage, call.facts().extras())))
        .orElse(OptionalLong.empty());
  }

  @Override
  public OptionalLong cost() {
    return cost;
  }

  /// The cost of a usage. What a provider tells is charged as told; an estimate is never more than
  /// the call may cost.
  private long cost(
      Payer.Bill bill, Optional<Price> price, Meters meters, Usage usage, boolean estimated) {
    if (unseen(bill)) {
      return entered.worst();
    }
    if (price.isEmpty()) {
      return 0;
    }
    long nanos = price.get().nanos(meters, usage, call.facts().extras());
    if (!estimated) {
      return nanos;
    }
    long likely = Math.min(nanos, entered.worst());
    boolean unread = bill.outcome().isUnread() && bill.sent() && usage.questions() > 0;
    return unread ? unread(bill, usage, price.get(), likely) : likely;
  }

  /// Whether what a call is charged rests on an estimate: tokens that nobody has told, unless the
  /// call is sold by units alone at one price, or units that neither the request nor the answer
  /// says. What an answer says before its end may be less than it would have said there.
  private boolean isEstimated(Payer.Bill bill, Usage usage, Meters meters, Optional<Price> price) {
    if (meters.equals(Meters.NONE)) {
      return false;
    }
    PricedExtras extras = call.facts().extras();
    Set<PricedExtra> told = bill.outcome().isUnread() ? Set.of() : usage.extras().uses().keySet();
    boolean open = price.filter(of -> of.leavesCountOpen(extras, told)).isPresent();
    return open || (usage.estimated() && !isSoldByUnits(price));
  }

  private boolean isSoldByUnits(Optional<Price> price) {
    PricedExtras extras = call.facts().extras();
    return price.filter(of -> of.sellsUnits(extras) && of.hasOneKind(extras)).isPresent();
  }

  /// The cost of a call whose answer nobody has read: what it is likely to have cost, as long as
  /// little is left open so in each of its budgets; then the most.
  private long unread(Payer.Bill bill, Usage usage, Price price, long likely) {
    boolean binds = book.bindsUses(bill.target(), call.operation());
    long most = Math.min(entered.worst(), Estimate.most(usage, call, price, binds));
    SpendWindow[] windows = entered.windows();
    for (int i = 0; i < windows.length && most > likely; i++) {
      if (!windows[i].leaveOpen(most - likely, counted.get(i).bounds())) {
        for (int before = 0; before < i; before++) {
          windows[before].undoOpen(most - likely);
        }
        return most;
      }
    }
    return likely;
  }

  /// The usage that the key owes. Where a request was sent and its input was not told, that is
  /// known by its size; the provider goes on with a call that was given up before its end, and
  /// bills what it writes.
  private Usage used(Payer.Bill bill, Optional<Price> price) {
    if (!bill.owed()) {
      return Usage.NONE;
    }
    if (!bill.sent()) {
      return bill.usage();
    }
    OutputModel known = learned.of(bill.target());
    boolean answered = bill.outcome() instanceof Answered;
    Usage told = answered ? bill.usage() : Estimate.withUnits(bill.usage(), call);
    Usage usage = Estimate.withInput(told, call, known);
    boolean reasons = budgets.reasoning().contains(bill.target());
    return bill.outcome().isUnread()
        ? Estimate.givenUp(usage, call, known, maxOutput(price), reasons)
        : usage;
  }

  private static OptionalLong maxOutput(Optional<Price> price) {
    return price.isPresent() ? price.get().row().maxOutput() : OptionalLong.empty();
  }

  /// Whether no answer to this call tells what a response uses, as it is with one that is made in
  /// the background.
  private boolean unseen(Payer.Bill bill) {
    return bill.owed() && bill.sent() && bill.usage().estimated() && Estimate.isUnseen(call);
  }

  /// Lets others make the one large call that may be under way.
  private void giveLargeBack() {
    MoneyShare share = budgets.share();
    for (int i = 0; share != null && i < entered.windows().length; i++) {
      if (entered.entries()[i] == SpendWindow.Entry.ENTERED_LARGE) {
        share.ahead(counted.get(i).shared(entered.windows()[i]));
      }
    }
  }

  private void warn() {
    SpendWindow[] windows = entered.windows();
    for (int i = 0; i < windows.length; i++) {
      budgets.warn(counted.get(i), windows[i]);
    }
  }

  private void learn(Payer.Bill bill, Optional<Price> price, long nanos) {
    Usage usage = bill.usage();
    if (!(bill.outcome() instanceof Answered) || !usage.telling() || usage.input() == 0) {
      return;
    }
    learned.learn(bill.target(), call, usage);
    if (usage.parts().reasoning() > 0) {
      budgets.reasoning().add(bill.target());
    }
    if (!Estimate.isPlausible(call, usage, maxOutput(price))) {
      budgets
          .implausible()
          .add(
              new Implausible.Told(
                  bill.target(), 1, call.body().size(), usage.input(), usage.output(), nanos));
    }
  }
}
