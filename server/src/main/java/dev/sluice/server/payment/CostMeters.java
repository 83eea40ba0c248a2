package dev.sluice.server.payment;

import dev.sluice.accounts.budget.BudgetStatus;
import dev.sluice.accounts.budget.SpendListener;
import dev.sluice.accounts.price.Money;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The meter of what calls have cost, by team and target, and who pays; what it is told it passes
/// on. Called on calls' threads. Where a target passes names on clients name models at will, so
/// that the label sets are bounded: what costs nothing has none.
final class CostMeters implements SpendListener {
  private static final int MOST = 1_000;
  private static final String OTHER = "other";
  private static final String KEY = "key";
  private static final String GATEWAY = "gateway";

  private final SpendListener next;
  private final MeterRegistry registry;
  private final AtomicInteger made = new AtomicInteger();

  /// Counters by team and target: a call finds its counter without making a key object.
  private final Map<String, Map<String, Counter>> ofKeys = new ConcurrentHashMap<>();

  private final Map<String, Map<String, Counter>> ofGateway = new ConcurrentHashMap<>();

  /// Makes meters in front of another listener.
  ///
  /// @param next is told the same
  CostMeters(SpendListener next, MeterRegistry registry) {
    this.next = next;
    this.registry = registry;
  }

  @Override
  public OpenSpend opened(Opened call) {
    return next.opened(call);
  }

  @Override
  public void paid(Paid call) {
    next.paid(call);
    if (call.nanos() > 0) {
      count(counter(ofKeys, KEY, call.opened().team(), call.target()), call.nanos());
    }
  }

  @Override
  public void wasted(Wasted attempt) {
    next.wasted(attempt);
    if (attempt.nanos() > 0) {
      count(counter(ofGateway, GATEWAY, attempt.team(), attempt.target()), attempt.nanos());
    }
  }

  private static void count(Counter counter, long nanos) {
    counter.increment((double) nanos / Money.DOLLAR);
  }

  private Counter counter(
      Map<String, Map<String, Counter>> all, String payer, String team, String target) {
    Map<String, Counter> ofTeam = all.get(team);
    Counter known = ofTeam == null ? null : ofTeam.get(target);
    if (known != null) {
      return known;
    }
    boolean fits = made.get() < MOST;
    String byTeam = fits ? team : OTHER;
    return all.computeIfAbsent(byTeam, _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(fits ? target : OTHER, at -> made(payer, byTeam, at));
  }

  private Counter made(String payer, String team, String target) {
    made.incrementAndGet();
    return Counter.builder("sluice.cost")
        .description("what calls have cost")
        .baseUnit("usd")
        .tag("team", team)
        .tag("target", target)
        .tag("payer", payer)
        .register(registry);
  }

  @Override
  public void warned(BudgetStatus budget) {
    next.warned(budget);
  }

  @Override
  public void exhausted(BudgetStatus budget) {
    next.exhausted(budget);
  }

  @Override
  public void refused(BudgetStatus budget, Refusal why) {
    next.refused(budget, why);
  }
}
