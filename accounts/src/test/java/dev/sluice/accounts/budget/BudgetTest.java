package dev.sluice.accounts.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.price.PriceProblem;
import dev.sluice.accounts.terms.BudgetTerms;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {
  @Test
  void a_budget_is_read_as_it_is_written() throws PriceProblem {
    assertThat(Budget.parse("50USD/month", false, 125))
        .isEqualTo(new Budget(50 * Money.DOLLAR, Period.MONTH));
    assertThat(Budget.parse("0.25 USD / day", true, 125))
        .isEqualTo(new Budget(Money.DOLLAR / 4, Period.DAY, true));
    assertThat(Budget.parse("0USD/total", false, 125)).isEqualTo(new Budget(0, Period.TOTAL));
    assertThat(Budget.parse("12.5USD/week", false, 125).text()).isEqualTo("12.50USD/week");
    assertThat(Terms.budgets(new BudgetTerms(List.of("1USD/day", "20USD/month"), true)))
        .containsExactly(
            new Budget(Money.DOLLAR, Period.DAY, true),
            new Budget(20 * Money.DOLLAR, Period.MONTH, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "50EUR/month | the budget `50EUR/month` must be in USD, as prices are; EUR is not converted",
        "50/month | the budget `50/month` must be in USD, as prices are",
        "50usd/month | must be in USD",
        "-1USD/day | the budget `-1USD/day` must not be negative; it is -1",
        "50USD/year | must be for a day, week or month, or total",
        "50USD | must be an amount, USD, and a period, such as 50USD/month",
        "lots | must be an amount, USD, and a period",
        "9999999999USD/total | must be at most a billion dollars",
        "0.0000000001USD/day | at most nine decimals",
      })
  void what_is_no_budget_is_refused_in_words(String text, String problem) {
    assertThatThrownBy(() -> Budget.parse(text, false, 125))
        .isInstanceOf(PriceProblem.class)
        .hasMessageContaining(problem);
  }
}
