package dev.sluice.server.payment;

import dev.sluice.accounts.budget.BudgetStatus;
import dev.sluice.call.text.Plural;
import dev.sluice.report.Standing;

/// What the owner of a budget is told.
///
/// @param budget how it stands
/// @param refused how many calls of the minute had found others of the budget under way when this
///   was made, most often as many as are told; 0 but for [Kind#IN_USE]
public record BudgetAlert(Kind kind, BudgetStatus budget, int refused) {
  private static final String TOLD = "calls beyond it get 429 budget_exceeded";

  /// It in words.
  ///
  /// @param standing the budget with the name of its owner
  public String words(Standing standing) {
    String then =
        switch (kind) {
          case NEAR -> TOLD;
          case SPENT -> "it is used up: calls get 429 budget_exceeded";
          case IN_USE ->
              Plural.of(refused, "call")
                  + " of a minute "
                  + Plural.noun(refused, "was", "were")
                  + " refused with 429 budget_in_use, since those under way"
                  + " may cost what is left";
        };
    return standing.words() + "; " + then;
  }

  /// Why.
  public enum Kind {
    /// Four fifths are spent.
    NEAR("budget_near"),
    /// It is used up: all is spent, or a call found no room in what is left of it after four
    /// fifths.
    SPENT("budget_spent"),
    /// Calls are refused often since those under way may cost what is left.
    IN_USE("budget_in_use");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /// It in one word.
    public String word() {
      return word;
    }
  }
}
