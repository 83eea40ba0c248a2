package dev.sluice.accounts.budget;

import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.Price;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.request.PricedExtras;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Pays for the calls of one key, out of the budgets of the key, of its team and of all.
final class KeyPayer implements Payer {
  /// The index that stands for no window.
  static final int NONE = -1;

  private final Budgets budgets;
  private final Terms terms;
  private final List<Budgets.Counted> counted;
  private final OutputModels learned;
  private final EntryLimits entry;
  private final boolean strict;

  KeyPayer(
      Budgets budgets,
      Terms terms,
      List<Budgets.Counted> counted,
      KeyCounters counters,
      EntryLimits entry) {
    this.budgets = budgets;
    this.terms = terms;
    this.counted = List.copyOf(counted);
    this.learned = counters.byTarget;
    this.entry = entry;
    this.strict = counted.stream().anyMatch(one -> one.budget().strict());
  }

  @Override
  public boolean strict() {
    return strict;
  }

  @Override
  public OptionalDouble left() {
    long now = budgets.now();
    return counted.stream()
        .mapToDouble(one -> Budgets.status(one, one.state().at(now), now).share())
        .min();
  }

  @Override
  public Decision enter(Call call) {
    return entry.enter(call);
  }

  @Override
  public Decision reserve(Call call, List<String> targets, int attempts) {
    if (!call.operation().asksModel()) {
      return Accepted.FREE;
    }
    long now = budgets.now();
    PriceBook book = budgets.prices();
    SpendWindow[] windows = windows(now);
    Quote quote = Quote.of(call, targets, attempts, book, learned, now);
    Optional<Failed> unpriced = unpriced(quote, call, targets, book, now);
    if (unpriced.isPresent()) {
      return new Refused(unpriced.get());
    }
    long likely = strict ? quote.worst() : quote.likely();
    var entries = new SpendWindow.Entry[windows.length];
    int refused = enterOrAsk(windows, entries, quote, likely, now);
    if (refused != NONE) {
      return refused(entries[refused], counted.get(refused), windows[refused], quote, now);
    }
    var opened = opened(call, targets.getFirst(), likely, now);
    var entered = new CallPayment.Entered(windows, entries, quote.worst());
    return new Accepted(new CallPayment(budgets, counted, learned, entered, book, call, opened));
  }

  /// Why no budget can hold a call; empty where there is none, or what it may cost is known.
  private Optional<Failed> unpriced(
      Quote quote, Call call, List<String> targets, PriceBook book, long now) {
    if (counted.isEmpty()) {
      return Optional.empty();
    }
    return quote
        .unpriced()
        .map(
            target ->
                MissingPrice.model(
                    target, call.facts().extras().unit().flatMap(PricedExtras.Use::extra)))
        .or(() -> MissingPrice.extra(call, targets, book, now));
  }

  /// Lets a call into all windows, or into none; where this process has parts of them, asks for
  /// more room where there is too little, and waits for it.
  ///
  /// @return as [#enter] does
  private int enterOrAsk(
      SpendWindow[] windows, SpendWindow.Entry[] entries, Quote quote, long likely, long now) {
    int refused = enter(windows, entries, quote, likely, now);
    MoneyShare share = budgets.share();
    if (share == null) {
      return refused;
    }
    var asked = new SharedEntry(budgets, share, counted, windows, likely, quote.worst());
    while (refused != NONE && asked.more(refused, entries[refused])) {
      refused = enter(windows, entries, quote, likely, now);
    }
    asked.ahead();
    return refused;
  }

  /// Lets a call into all windows, or into none.
  ///
  /// @param entries is filled with how it has entered each
  /// @return the index of the first that refuses it, or [#NONE]
  private int enter(
      SpendWindow[] windows, SpendWindow.Entry[] entries, Quote quote, long likely, long now) {
    for (int i = 0; i < windows.length; i++) {
      Bounds bounds = counted.get(i).bounds();
      entries[i] =
          windows[i].enter(likely, quote.worst(), quote.known() ? bounds.exactly() : bounds, now);
      if (isRefused(entries[i])) {
        giveBack(windows, entries, i, likely, quote.worst());
        return i;
      }
    }
    return NONE;
  }

  private static boolean isRefused(SpendWindow.Entry entry) {
    return entry == SpendWindow.Entry.IN_USE || entry == SpendWindow.Entry.USED_UP;
  }

  /// Counts the loss in the budgets of all keys together; neither the key's nor its team's count
  /// it.
  @Override
  public void lost(Call call, Loss loss) {
    budgets.wasted(wasted(call, loss, budgets.now()));
  }

  private SpendListener.Wasted wasted(Call call, Loss loss, long now) {
    Usage used = used(call, loss);
    Meters meters = Meters.of(used, call.facts().extras());
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
        SpendListener.words(loss.outcome()),
        call.tags());
  }

  private Usage used(Call call, Loss loss) {
    return Estimate.withInput(loss.usage(), call, learned.of(loss.target()));
  }

  private SpendListener.Opened opened(Call call, String target, long nanos, long now) {
    return new SpendListener.Opened(
        budgets.number(),
        call.id(),
        terms.key(),
        terms.team(),
        call.model(),
        target,
        nanos,
        now,
        call.tags());
  }

  private SpendWindow[] windows(long now) {
    var windows = new SpendWindow[counted.size()];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = counted.get(i).state().at(now);
    }
    return windows;
  }

  private static void giveBack(
      SpendWindow[] windows, SpendWindow.Entry[] entries, int before, long likely, long worst) {
    for (int i = 0; i < before; i++) {
      windows[i].giveBack(entries[i], likely, worst);
    }
  }

  private Refused refused(
      SpendWindow.Entry entered,
      Budgets.Counted counted,
      SpendWindow window,
      Quote quote,
      long now) {
    BudgetStatus status = Budgets.status(counted, window, now);
    SpendListener listener = budgets.listener();
    if (entered == SpendWindow.Entry.IN_USE) {
      listener.refused(status, SpendListener.Refusal.IN_USE);
      long wait = window.untilRoom(quote.likely(), quote.worst(), counted.bounds(), now);
      return new Refused(BudgetRefusals.inUse(status, quote, wait));
    }
    listener.refused(status, SpendListener.Refusal.EXCEEDED);
    double ends = window.isUsual(quote.worst()) ? BudgetStatus.WARNING : 1;
    if (window.ends(status.budget().nanos(), ends)) {
      budgets.exhausted(counted, window);
    }
    return new Refused(BudgetRefusals.usedUp(status, quote, now));
  }
}
