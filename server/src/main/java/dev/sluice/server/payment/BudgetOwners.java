package dev.sluice.server.payment;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.budget.Terms;
import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.price.PriceProblem;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.config.SluiceConfig;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The owners of budgets, and the periods of these.
final class BudgetOwners {
  private final Map<String, Set<Period>> periods = new HashMap<>();

  private BudgetOwners() {}

  /// The periods of all budgets, by the owner as [Spender] has it.
  public static Map<String, Set<Period>> of(SluiceConfig config, Optional<Accounts> accounts) {
    var owners = new BudgetOwners();
    owners.add(Spender.ALL, config.money().budgets());
    config.server().keys().stream().map(ClientKey::principal).forEach(owners::add);
    accounts.map(open -> open.keys().now()).ifPresent(owners::add);
    return owners.periods;
  }

  private void add(KeyRing ring) {
    ring.keys().forEach(key -> add(key.principal()));
    ring.teams().forEach(team -> add(Spender.team(team.name()), budgets(team.budget())));
  }

  private void add(Principal key) {
    add(Spender.key(key.id()), budgets(key.terms().budget()));
  }

  /// A budget that cannot be read lets nothing be spent.
  private static List<Budget> budgets(BudgetTerms terms) {
    try {
      return Terms.budgets(terms);
    } catch (PriceProblem _) {
      return List.of();
    }
  }

  private void add(String owner, List<Budget> budgets) {
    for (Budget budget : budgets) {
      periods.computeIfAbsent(owner, _ -> EnumSet.noneOf(Period.class)).add(budget.period());
    }
  }
}
