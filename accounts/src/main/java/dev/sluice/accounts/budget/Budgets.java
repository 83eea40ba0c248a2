package dev.sluice.accounts.budget;

import static java.util.stream.Collectors.groupingBy;

import dev.sluice.accounts.budget.BudgetState.Adjustment;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.accounts.terms.Credit;
import dev.sluice.call.Payer;
import dev.sluice.call.runtime.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The counts of what is spent and set aside, of all keys and teams, and the maker of the [Payer]s
/// that keep to their budgets. Lives as long as the process; keys, budgets and prices may change
/// meanwhile. Safe for any thread but a loop.
public final class Budgets {
  /// Numbers of calls begin at the process's start in milliseconds, shifted so far that no process
  /// reaches those of the next one.
  private static final int SHIFT = 20;

  private final Supplier<PriceBook> prices;
  private final List<Budget> all;

  /// The budgets of all keys together.
  private final List<Counted> together;

  private final ZoneId zone;
  private final Clock clock;
  private final SpendListener listener;
  private final Map<Subject, BudgetState> states = new ConcurrentHashMap<>();
  private final Map<String, KeyCounters> counters = new ConcurrentHashMap<>();
  private final Implausible implausible = new Implausible();
  private final ImplausibleUnits implausibleUnits = new ImplausibleUnits();
  private final UnaskedTiers unaskedTiers = new UnaskedTiers();
  private final ReasoningTargets reasoning = new ReasoningTargets();
  private final RecentSpend recent = new RecentSpend();
  private final AtomicLong numbers;
  private final LongAdder waited = new LongAdder();

  /// The limits of keys that other processes keep to as well; null where this one is alone.
  private volatile @Nullable SharedLimits sharedLimits;

  /// The credits by their owner.
  private volatile Map<String, List<Credit>> credits = Map.of();

  /// The keeper of this process's parts, where several spend from the same budgets.
  private volatile @Nullable MoneyShare share;

  private record Subject(String owner, Period period) {}

  /// A budget and the count of what is spent of it.
  ///
  /// @param bounds the budget's
  record Counted(String owner, Budget budget, Bounds bounds, BudgetState state) {
    SharedWindow shared(SpendWindow window) {
      return new SharedWindow(owner, bounds, window);
    }
  }

  /// @param prices asked once a call, which keeps to its answer to its end
  /// @param all the budgets of all keys together
  /// @param zone where a day begins
  public Budgets(
      Supplier<PriceBook> prices,
      List<Budget> all,
      ZoneId zone,
      Clock clock,
      SpendListener listener) {
    this.prices = prices;
    this.all = List.copyOf(all);
    this.zone = zone;
    this.clock = clock;
    this.listener = listener;
    this.numbers = new AtomicLong(clock.wall().toEpochMilli() << SHIFT);
    this.together = lowest(all).stream().map(b -> counted(Spender.ALL, b)).toList();
  }

  /// The payer of a key's calls. To be asked for anew when the key's terms have changed; counts go
  /// on.
  public Payer payer(Terms terms) {
    KeyCounters known = counters(terms);
    return new KeyPayer(this, terms, counted(terms), known, new EntryLimits(terms, known, this));
  }

  /// The account of what a provider runs for a key in batches of its own; as [#payer] else.
  public BatchAccount ofBatches(Terms terms) {
    return new BatchAccount(this, terms, counted(terms), counters(terms).byTarget);
  }

  private KeyCounters counters(Terms terms) {
    return counters.computeIfAbsent(terms.key(), _ -> new KeyCounters());
  }

  private List<Counted> counted(Terms terms) {
    var counted = new ArrayList<Counted>();
    lowest(terms.keyBudgets()).forEach(b -> counted.add(counted(Spender.key(terms.key()), b)));
    lowest(terms.teamBudgets()).forEach(b -> counted.add(counted(Spender.team(terms.team()), b)));
    counted.addAll(together);
    return counted;
  }

  /// Has other processes keep to the limits of keys as well. Before the first call.
  public void shareLimits(SharedLimits with) {
    sharedLimits = with;
  }

  /// The limits of keys that other processes keep to as well; null where this one is alone.
  @Nullable SharedLimits sharedLimits() {
    return sharedLimits;
  }

  /// Picks of several budgets for the same period the lowest: all would count the same calls, more
  /// than once.
  private static Collection<Budget> lowest(List<Budget> budgets) {
    var byPeriod = new EnumMap<Period, Budget>(Period.class);
    for (Budget budget : budgets) {
      byPeriod.merge(budget.period(), budget, (a, b) -> a.nanos() <= b.nanos() ? a : b);
    }
    return byPeriod.values();
  }

  private Counted counted(String owner, Budget budget) {
    return new Counted(owner, budget, bounds(owner, budget), state(owner, budget.period()));
  }

  private static Bounds bounds(String owner, Budget budget) {
    return budget.bounds(!Spender.isKey(owner));
  }

  private BudgetState state(String owner, Period period) {
    return states.computeIfAbsent(new Subject(owner, period), _ -> newState(owner, period, now()));
  }

  private BudgetState newState(String owner, Period period, long now) {
    var state = new BudgetState(period, zone, window -> adjustment(owner, window), now);
    if (share != null) {
      state.share();
    }
    return state;
  }

  /// Spends parts of budgets alone from now on, which `keeper` has. Before the first call.
  public void share(MoneyShare keeper) {
    share = keeper;
    states.values().forEach(BudgetState::share);
  }

  /// Counts a call that has found no room in this process's part, and waits for more.
  void waits() {
    waited.increment();
  }

  /// How many calls have found no room in this process's parts of budgets, and have waited for
  /// more.
  public long waited() {
    return waited.sum();
  }

  /// The keeper of this process's parts; null where it is alone.
  @Nullable MoneyShare share() {
    return share;
  }

  private Adjustment adjustment(String owner, Period.Window window) {
    long credited = 0;
    long carried = 0;
    for (Credit credit : credits.getOrDefault(owner, List.of())) {
      if (window.holds(credit.at())) {
        credited = Money.plus(credited, Math.max(0, credit.nanos()));
        carried = Money.plus(carried, Math.max(0, -credit.nanos()));
      }
    }
    return new Adjustment(credited, carried);
  }

  /// Counts credits, which replace all that were counted before.
  public void credit(Collection<Credit> all) {
    Map<String, List<Credit>> next = all.stream().collect(groupingBy(Credit::owner));
    if (!next.equals(credits)) {
      credits = next;
      states.values().forEach(BudgetState::adjust);
    }
  }

  /// Adds what an owner has spent in a window before this process began to count.
  ///
  /// @param owner as [Spender] has it
  /// @param window its name, such as `2026-11`
  public void restore(String owner, String window, long nanos) {
    state(owner, Period.ofWindow(window)).restore(window, nanos);
  }

  /// The state of a budget.
  ///
  /// @param owner as [Spender] has it
  public BudgetStatus status(String owner, Budget budget) {
    long now = now();
    return status(counted(owner, budget), state(owner, budget.period()).at(now), now);
  }

  /// The state of an owner's budgets; of two for the same period the lower one. A budget of which
  /// nothing was spent yet is not remembered for this.
  ///
  /// @param owner as [Spender] has it
  public List<BudgetStatus> statuses(String owner, List<Budget> budgets) {
    return lowest(budgets).stream().map(budget -> glance(owner, budget)).toList();
  }

  /// The state of the budgets of all keys together.
  public List<BudgetStatus> statuses() {
    return statuses(Spender.ALL, all);
  }

  private BudgetStatus glance(String owner, Budget budget) {
    long now = now();
    BudgetState known = states.get(new Subject(owner, budget.period()));
    BudgetState state = known == null ? newState(owner, budget.period(), now) : known;
    return status(new Counted(owner, budget, bounds(owner, budget), state), state.at(now), now);
  }

  static BudgetStatus status(Counted of, SpendWindow window, long now) {
    return new BudgetStatus(
        of.owner(),
        of.budget(),
        window.window(),
        window.spent(),
        window.credited(),
        window.likely(),
        window.worst(),
        window.pace(now));
  }

  /// The zone in which days begin.
  public ZoneId zone() {
    return zone;
  }

  PriceBook prices() {
    return prices.get();
  }

  SpendListener listener() {
    return listener;
  }

  /// The wall clock's time, in milliseconds since 1970 in UTC.
  long now() {
    return clock.millis();
  }

  /// The time on [Clock#nanos].
  long nanos() {
    return clock.nanos();
  }

  long number() {
    return numbers.getAndIncrement();
  }

  /// Counts what a call of a key has cost.
  void paid(long nanos, long now) {
    recent.paid(nanos, now);
  }

  /// Counts what no key owes, which the budgets of all keys together hold alone.
  void wasted(SpendListener.Wasted attempt) {
    listener.wasted(attempt);
    recent.lost(attempt.target(), attempt.cause(), attempt.nanos(), attempt.at());
    for (Counted counted : together) {
      SpendWindow window = counted.state().at(attempt.at());
      window.spend(attempt.nanos());
      MoneyShare keeper = share;
      if (keeper != null) {
        keeper.ahead(counted.shared(window));
      }
      warn(counted, window);
    }
  }

  /// Tells the listener where a budget has come to its end, or near it.
  void warn(Counted counted, SpendWindow window) {
    long limit = counted.budget().nanos();
    if (window.ends(limit, 1)) {
      exhausted(counted, window);
    } else if (window.warns(limit, BudgetStatus.WARNING)) {
      BudgetStatus status = status(counted, window, now());
      once(counted, window, false, () -> listener.warned(status));
    }
  }

  /// Tells the listener that a budget has come to its end.
  void exhausted(Counted counted, SpendWindow window) {
    BudgetStatus status = status(counted, window, now());
    once(counted, window, true, () -> listener.exhausted(status));
  }

  private void once(Counted counted, SpendWindow window, boolean ended, Runnable telling) {
    MoneyShare keeper = share;
    if (keeper == null) {
      telling.run();
    } else {
      keeper.once(counted.shared(window), ended, telling);
    }
  }

  /// The sums of what was paid within the last hour.
  public RecentSpend.Sums recent() {
    return recent.sums(now());
  }

  /// The targets that write output which no client sees.
  ReasoningTargets reasoning() {
    return reasoning;
  }

  /// The tiers that providers have told and nobody has asked for.
  public UnaskedTiers unaskedTiers() {
    return unaskedTiers;
  }

  /// The usages that providers have told and that cannot be.
  public Implausible implausible() {
    return implausible;
  }

  /// The units that providers have told and that no request allows.
  public ImplausibleUnits implausibleUnits() {
    return implausibleUnits;
  }
}
