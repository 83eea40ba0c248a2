package dev.sluice.report;

import dev.sluice.accounts.budget.Budgets;
import java.util.stream.Stream;

/// How all budgets stand: of all keys, of teams, and of keys that are active. Safe for any thread
/// but a loop.
public interface BudgetStandings {

  /// All of them, each owner's together.
  Stream<Standing> all();

  /// What is spent.
  Budgets budgets();
}
