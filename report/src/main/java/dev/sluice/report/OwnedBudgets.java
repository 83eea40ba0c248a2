package dev.sluice.report;

import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.terms.Principal;
import java.util.Optional;
import java.util.stream.Stream;

/// All budgets and how much of them is spent: of all keys, of teams, and of keys that are active.
/// Safe for any thread but a loop.
public interface OwnedBudgets {

  /// All budgets, those of each owner together.
  Stream<OwnedBudget> all();

  /// The key with an id, of the store or of the configuration; empty where there is none.
  Optional<Principal> holder(String id);

  /// The counts of what is spent.
  Budgets budgets();
}
