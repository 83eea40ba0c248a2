package dev.sluice.accounts.terms;

import java.util.List;
import java.util.regex.Pattern;

/// The terms of what may be spent, as they were written: `50USD/month`. Texts are read where money
/// is counted.
///
/// @param budgets one text a window; at most [#MOST]
/// @param strict whether no call is let in that may pass them, whatever the overrun
/// @param overrun how much calls under way may cost at worst, with what is spent, in hundredths of
///   a budget
public record BudgetTerms(List<String> budgets, boolean strict, int overrun) {
  public static final BudgetTerms NONE = new BudgetTerms(List.of(), false);

  /// How many budgets there may be. Of two for the same window the lower one counts.
  public static final int MOST = 16;

  private static final Pattern FORM = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,9})?[A-Z]{3}/[a-z]+");

  public BudgetTerms {
    budgets = List.copyOf(budgets);
    if (budgets.size() > MOST) {
      throw new IllegalArgumentException(
          "budgets must be at most %d, one a window; it is %d".formatted(MOST, budgets.size()));
    }
    budgets.forEach(BudgetTerms::check);
    Overrun.check(overrun);
  }

  /// Makes terms with the usual overrun.
  public BudgetTerms(List<String> budgets, boolean strict) {
    this(budgets, strict, Overrun.USUAL);
  }

  private static void check(String budget) {
    if (!FORM.matcher(budget).matches()) {
      throw new IllegalArgumentException(
          "a budget must be an amount, a currency and a window, such as 50USD/month; it is "
              + budget);
    }
  }
}
