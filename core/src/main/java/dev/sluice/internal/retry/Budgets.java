package dev.sluice.internal.retry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The budgets of all targets, by their names, which come from the configuration. Safe for any
/// thread.
public final class Budgets {
  private final Map<String, Budget> byTarget = new ConcurrentHashMap<>();

  /// The budget of `target` (`provider/model`); always the same.
  public Budget of(String target) {
    Budget known = byTarget.get(target);
    return known != null ? known : byTarget.computeIfAbsent(target, _ -> new Budget());
  }

  /// The budgets, by target.
  public Map<String, Budget> all() {
    return Map.copyOf(byTarget);
  }
}
