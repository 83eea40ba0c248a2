package dev.sluice.internal.retry;

import dev.sluice.stats.RetryStats;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The budgets of all targets, by their names, which come from the configuration. Safe for any
/// thread.
public final class RetryBudgets implements RetryStats {
  private final Map<String, RetryBudget> byTarget = new ConcurrentHashMap<>();

  /// The budgets of the previous generation that may go on.
  private final Map<String, RetryBudget> before = new ConcurrentHashMap<>();

  /// The largest shares that routes give, by target.
  private final Map<String, Double> shares = new ConcurrentHashMap<>();

  /// The budgets of the configuration in force; null while that is this one.
  private volatile @Nullable RetryBudgets successor;

  /// Returns the budgets of the next generation, which share the budgets of targets that go on.
  ///
  /// @param goesOn whether a target is still the same one
  public RetryBudgets next(Predicate<String> goesOn) {
    var next = new RetryBudgets();
    byTarget.forEach(
        (target, budget) -> {
          if (goesOn.test(target)) {
            next.before.put(target, budget);
          }
        });
    return next;
  }

  /// Notes that a route allows calls at `target` this share of first attempts as repeats, from 0 to
  /// 1. Of several shares the largest is shown, from [#publish] on.
  public void offer(String target, double share) {
    RetryBudget _ = own(target);
    shares.merge(target, share, Math::max);
  }

  /// Takes the place of `before`: calls that began with those budgets are charged here, if their
  /// targets go on. Takes no lock.
  public void takeOver(RetryBudgets before) {
    before.successor = this;
  }

  /// Shows the shares that were offered.
  public void publish() {
    shares.forEach((target, share) -> own(target).offer(share));
  }

  /// Returns the budget of `target` (`provider/model`): the same one until a configuration has
  /// another target of this name.
  public RetryBudget of(String target) {
    if (successor == null) {
      return own(target);
    }
    RetryBudgets latest = latest();
    return latest.shares.containsKey(target) ? latest.own(target) : own(target);
  }

  private RetryBudgets latest() {
    RetryBudgets latest = this;
    for (RetryBudgets next = successor; next != null; next = latest.successor) {
      latest = next;
    }
    return latest;
  }

  private RetryBudget own(String target) {
    RetryBudget known = byTarget.get(target);
    return known != null ? known : byTarget.computeIfAbsent(target, this::found);
  }

  private RetryBudget found(String target) {
    RetryBudget known = before.get(target);
    return known != null ? known : new RetryBudget();
  }

  @Override
  public Set<String> targets() {
    return Set.copyOf(byTarget.keySet());
  }

  @Override
  public double left(String target, long now) {
    RetryBudget known = byTarget.get(target);
    if (known == null) {
      throw new IllegalArgumentException("there is no retry budget of " + target);
    }
    return known.left(now);
  }
}
