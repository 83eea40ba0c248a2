package dev.sluice.server.payment;

import dev.sluice.accounts.budget.BudgetStatus;
import dev.sluice.accounts.budget.SpendListener;
import dev.sluice.accounts.price.Money;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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
  private final Map<Labels, Counter> counters = new ConcurrentHashMap<>();

  private record Labels(String team, String target, String payer) {}

  /// @param next is told the same
  CostMeters(SpendListener next, MeterRegistry registry) {
    this.next = next;
    this.registry = registry;
  }

  @Override
  public OpenSpend opened(Opened call) {
    OpenSpend open = next.opened(call);
    return paid -> {
      open.settled(paid);
      count(new Labels(call.team(), paid.target(), KEY), paid.nanos());
    };
  }

  @Override
  public void wasted(Wasted attempt) {
    next.wasted(attempt);
    count(new Labels(attempt.team(), attempt.target(), GATEWAY), attempt.nanos());
  }

  private void count(Labels labels, long nanos) {
    if (nanos > 0) {
      counter(labels).increment((double) nanos / Money.DOLLAR);
    }
  }

  private Counter counter(Labels labels) {
    Counter known = counters.get(labels);
    if (known != null) {
      return known;
    }
    boolean fits = counters.size() < MOST;
    return counters.computeIfAbsent(
        fits ? labels : new Labels(OTHER, OTHER, labels.payer()), this::made);
  }

  private Counter made(Labels labels) {
    return Counter.builder("sluice.cost")
        .description("what calls have cost")
        .baseUnit("usd")
        .tag("team", labels.team())
        .tag("target", labels.target())
        .tag("payer", labels.payer())
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
