package dev.sluice.report;

import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.budget.BudgetStatus;
import dev.sluice.accounts.budget.Implausible;
import dev.sluice.accounts.budget.ImplausibleUnits;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.budget.RecentSpend;
import dev.sluice.accounts.budget.SpendPace;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.budget.UnaskedTiers;
import dev.sluice.accounts.price.Money;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.pipeline.QueueWait;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.config.quota.Dimension;
import dev.sluice.report.history.History;
import dev.sluice.report.history.Totals;
import dev.sluice.report.history.Window;
import dev.sluice.testing.NoLoop;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Makes situations of calls that a test describes.
final class Observed {
  static final String ROUTE = "chat";
  static final Duration QUICK = Duration.ofMillis(500);

  private static final RecentSpend.Sums NOTHING = new RecentSpend.Sums(0, 0, Optional.empty(), 0);

  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final History history = new History(Duration.ofSeconds(10), 0);
  private final Map<String, String> circuits = new HashMap<>();
  private final List<QuotaView> quotas = new ArrayList<>();
  private final Set<String> targets = new TreeSet<>();
  private OptionalDouble budget = OptionalDouble.of(10);
  private final List<OwnedBudget> budgets = new ArrayList<>();
  private List<Integer> aside = List.of();
  private Implausible.@Nullable Told implausible;
  private ImplausibleUnits.@Nullable Told units;
  private UnaskedTiers.@Nullable Told tier;
  private RecentSpend.@Nullable Sums losses;
  private ReportConfig aims = ReportConfig.defaults();
  private Set<String> alone = Set.of(ROUTE);
  private Totals lately = Totals.NONE;
  private Situation.StoreState store = Situation.StoreState.NONE;
  private @Nullable KeyAtLimit atLimit;
  private @Nullable Duration idle;

  /// Calls that `target` answers at once with one attempt each.
  Observed answered(String target, int calls) {
    return calls(target, calls, new Answered(), QUICK);
  }

  /// Calls to `target` with one attempt each.
  Observed calls(String target, int calls, Outcome outcome, Duration took) {
    for (int i = 0; i < calls; i++) {
      history.callEnded(
          call(), report(outcome, new AttemptHistory(target, 1, List.of(), Duration.ZERO), took));
      attempts(target, 1, outcome);
    }
    return this;
  }

  /// Calls that `target` answers after they have waited in the queue.
  Observed queued(String target, int calls, Duration waited, Duration took) {
    for (int i = 0; i < calls; i++) {
      var trail = new AttemptHistory(target, 1, List.of(), waited);
      history.callEnded(call(), report(new Answered(), trail, waited.plus(took)));
      attempts(target, 1, new Answered());
    }
    return this;
  }

  /// Calls that reach no target.
  Observed unsent(int calls, Outcome outcome) {
    for (int i = 0; i < calls; i++) {
      history.callEnded(call(), report(outcome, AttemptHistory.NONE, QUICK));
    }
    return this;
  }

  /// First attempts at `target`.
  Observed attempts(String target, int attempts, Outcome outcome) {
    targets.add(target);
    for (int i = 0; i < attempts; i++) {
      history.attemptEnded(
          call(),
          target,
          report(outcome, new AttemptHistory(target, 1, List.of(), Duration.ZERO), QUICK));
    }
    return this;
  }

  /// Calls that fail once at `target`, and are answered by it then.
  Observed repeated(String target, int calls, Outcome failure) {
    targets.add(target);
    for (int i = 0; i < calls; i++) {
      attempts(target, 1, failure);
      Call again = call().withFailedTargets(FailedTargets.NONE.and(target));
      var first = new AttemptHistory.Step(target, Optional.empty());
      var second = new AttemptHistory.Step(target, Optional.of(failure.kind()));
      var trail = new AttemptHistory(target, 2, List.of(first, second), Duration.ZERO);
      history.attemptEnded(again, target, report(new Answered(), trail, QUICK));
      history.callEnded(again, report(new Answered(), trail, QUICK));
    }
    return this;
  }

  Observed waited(int calls, Duration time) {
    for (int i = 0; i < calls; i++) {
      history.queued(call(), new QueueWait(time, time, Optional.empty()));
    }
    return this;
  }

  Observed refusedAtEntry(int calls, Failed why) {
    for (int i = 0; i < calls; i++) {
      history.queued(call(), new QueueWait(Duration.ZERO, Duration.ZERO, Optional.of(why)));
    }
    return unsent(calls, why);
  }

  Observed blocking() {
    history.watch((_, _, _) -> true);
    return this;
  }

  Observed saved(int calls) {
    history.saved(call(), "cache", calls);
    return this;
  }

  Observed open(String target) {
    targets.add(target);
    circuits.put(target, "open");
    return this;
  }

  Observed onTrial(String target) {
    targets.add(target);
    circuits.put(target, "half_open");
    return this;
  }

  /// Each target has others beside it in its route.
  Observed backedUp() {
    alone = Set.of();
    return this;
  }

  /// All that was counted until now is of the first half of the window.
  Observed thenLately(Observed more) {
    lately = more.history.window(WINDOW, 0).all();
    return this;
  }

  /// There is a store, which has this trouble.
  Observed store(Optional<String> trouble) {
    return store(trouble, Optional.empty());
  }

  /// The same, and a restart would lose something.
  Observed store(Optional<String> trouble, Optional<String> lost) {
    store = new Situation.StoreState(Optional.of("data"), trouble, lost);
    return this;
  }

  Observed idle(Duration since) {
    idle = since;
    return this;
  }

  /// Limits of this key have refused most of the calls that limits have refused.
  Observed atLimit(KeyAtLimit key) {
    atLimit = key;
    return this;
  }

  Observed told(Implausible.Told usages) {
    targets.add(usages.target());
    implausible = usages;
    return this;
  }

  Observed units(ImplausibleUnits.Told told) {
    units = told;
    return this;
  }

  Observed tier(UnaskedTiers.Told told) {
    tier = told;
    return this;
  }

  Observed paid(RecentSpend.Sums sums) {
    losses = sums;
    return this;
  }

  /// Keys of the provider are set aside, by their places from 1 on.
  Observed aside(Integer... places) {
    aside = List.of(places);
    return this;
  }

  Observed budget(double left) {
    budget = OptionalDouble.of(left);
    return this;
  }

  Observed aims(ReportConfig other) {
    aims = other;
    return this;
  }

  /// A key that has spent so many of its 100 dollars a month, and spends none now.
  Observed spent(String key, long dollars) {
    return spent(key, dollars, SpendPace.Rate.NONE);
  }

  /// A key that has spent so many of its 100 dollars a month, and goes on to.
  Observed spent(String key, long dollars, SpendPace.Rate pace) {
    var window = new Period.Window("2026-11", 0, 1);
    var budget = new Budget(100 * Money.DOLLAR, Period.MONTH);
    var status =
        new BudgetStatus(Spender.key(key), budget, window, dollars * Money.DOLLAR, 0, 0, 0, pace);
    budgets.add(new OwnedBudget(OwnedBudget.Kind.KEY, key, key, "search", status));
    return this;
  }

  Observed quota(String target, Dimension of, double limit, double utilisation, boolean learned) {
    targets.add(target);
    String[] names = target.split("/", 2);
    quotas.add(
        new QuotaView(names[0], names[1], 0, of, limit, limit / 2, utilisation, learned, 0, 0));
    return this;
  }

  Situation situation() {
    Window window = history.window(WINDOW, 0);
    Map<String, Totals> totals = window.byTarget();
    List<TargetView> views = targets.stream().map(name -> view(name, totals)).toList();
    return new Situation(
        window,
        window.all().and(lately),
        lately,
        views,
        aims,
        budgets,
        store,
        losses == null ? NOTHING : losses,
        Optional.ofNullable(atLimit),
        Optional.ofNullable(idle));
  }

  ReportRow row(Metric metric) {
    return ReportRow.of(metric, situation());
  }

  List<Finding> findings() {
    return situation().targets().stream()
        .flatMap(target -> Cause.all(target, aims).stream())
        .toList();
  }

  private TargetView view(String name, Map<String, Totals> totals) {
    return new TargetView(
        name,
        totals.getOrDefault(name, Totals.NONE),
        Set.of(ROUTE),
        alone,
        Map.of("chat", circuits.getOrDefault(name, "closed")),
        quotas.stream().filter(quota -> quota.target().equals(name)).toList(),
        budget,
        aside,
        2,
        Optional.ofNullable(implausible),
        Optional.ofNullable(units),
        Optional.ofNullable(tier),
        Optional.ofNullable(losses));
  }

  private static Report report(Outcome outcome, AttemptHistory trail, Duration took) {
    return new Report(
        outcome,
        trail,
        took,
        Optional.empty(),
        Duration.ZERO,
        new Usage(100, 50, 0, false),
        false,
        ROUTE,
        List.of(),
        Optional.empty());
  }

  private static Call call() {
    return new Call(
        "call",
        Operation.CHAT,
        new RequestFacts("m", 0, 0, false, false, OptionalLong.empty(), false),
        new Body(Unpooled.EMPTY_BUFFER, () -> {}),
        Map.of(),
        0,
        new Deadline(Long.MAX_VALUE),
        new NoLoop());
  }
}
