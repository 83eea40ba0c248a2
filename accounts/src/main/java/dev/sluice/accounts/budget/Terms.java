package dev.sluice.accounts.budget;

import dev.sluice.accounts.price.PriceProblem;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.Principal;
import java.util.ArrayList;
import java.util.List;

/// The terms that a key is held to: its limits, and the budgets of the key and of its team.
///
/// @param key the key's id
/// @param team the team's name
/// @param limits how fast it may call
/// @param keyBudgets what the key may spend
/// @param teamBudgets what all keys of the team may spend together
public record Terms(
    String key, String team, KeyLimits limits, List<Budget> keyBudgets, List<Budget> teamBudgets) {
  public Terms {
    keyBudgets = List.copyOf(keyBudgets);
    teamBudgets = List.copyOf(teamBudgets);
  }

  /// Makes the terms of a key that is held to nothing, and whose spend is counted.
  public static Terms free(String key, String team) {
    return new Terms(key, team, KeyLimits.NONE, List.of(), List.of());
  }

  /// The terms of a key, with the budgets of its team.
  ///
  /// @throws PriceProblem if a budget is in another currency than prices are, or makes no sense
  public static Terms of(Principal key, BudgetTerms team) throws PriceProblem {
    return new Terms(
        key.id(), key.team(), key.terms().limits(), budgets(key.terms().budget()), budgets(team));
  }

  /// Reads budgets from their texts.
  ///
  /// @throws PriceProblem if one of them is none
  public static List<Budget> budgets(BudgetTerms terms) throws PriceProblem {
    var budgets = new ArrayList<Budget>();
    for (String text : terms.budgets()) {
      budgets.add(Budget.parse(text, terms.strict(), terms.overrun()));
    }
    return budgets;
  }
}
