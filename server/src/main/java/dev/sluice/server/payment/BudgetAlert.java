package dev.sluice.server.payment;

import dev.sluice.accounts.budget.BudgetStatus;
import dev.sluice.call.text.Plural;
import dev.sluice.report.OwnedBudget;

/// A message to the owner of a budget.
///
/// @param budget how it stands
/// @param refused how many calls of the minute had found others of the budget under way when this
///   was made, most often as many as are told; 0 but for [Kind#IN_USE]
public record BudgetAlert(Kind kind, BudgetStatus budget, int refused) {
  private static final String TOLD = "calls beyond it get 429 budget_exceeded";

  /// The message in words.
  ///
  /// @param owned the budget with the name of its owner
  public String words(OwnedBudget owned) {
    String then =
        switch (kind) {
          case NEAR -> TOLD;
          case SPENT -> "it is used up: calls get 429 budget_exceeded";
          case IN_USE ->
              ("%s of a minute %s refused with 429 budget_in_use, since those under way may cost"
                      + " what is left")
                  .formatted(Plural.of(refused, "call"), Plural.noun(refused, "was", "were"));
        };
    return owned.words() + "; " + then;
  }

  /// The reason of a message.
  public enum Kind {
    /// Four fifths of the budget are spent.
    NEAR("budget_near"),
    /// The budget is used up: all is spent, or a call found no room in what is left of it after
    /// four fifths.
    SPENT("budget_spent"),
    /// Calls are refused often since those under way may cost what is left.
    IN_USE("budget_in_use");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /// The reason in one word.
    public String word() {
      return word;
    }
  }
}
