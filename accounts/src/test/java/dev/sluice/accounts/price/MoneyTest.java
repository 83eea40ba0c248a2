package dev.sluice.accounts.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class MoneyTest {
  @Test
  void dollars_are_told_with_cents_and_as_many_decimals_as_there_are() {
    assertThat(Money.text(0)).isEqualTo("0.00 USD");
    assertThat(Money.text(12_500_000_000L)).isEqualTo("12.50 USD");
    assertThat(Money.text(12_750)).isEqualTo("0.00001275 USD");
    assertThat(Money.text(1)).isEqualTo("0.000000001 USD");
    assertThat(Money.text(-5_000_000_000L)).isEqualTo("-5.00 USD");
    assertThat(Money.text(-10_000_000)).isEqualTo("-0.01 USD");
    assertThat(Money.text(3_120_000_000L)).isEqualTo("3.12 USD");
    assertThat(Money.text(Long.MAX_VALUE)).isEqualTo("9223372036.854775807 USD");
    assertThat(Money.text(Long.MIN_VALUE)).isEqualTo("-9223372036.854775808 USD");
  }

  @Test
  void dollars_are_read_to_the_nano_dollar() throws PriceProblem {
    assertThat(Money.of(new BigDecimal("0.000000001"))).isEqualTo(1);
    assertThat(Money.of(new BigDecimal("50"))).isEqualTo(50 * Money.DOLLAR);
    assertThat(Money.of(new BigDecimal("1000000000"))).isEqualTo(Money.MOST);
  }

  @Test
  void an_amount_that_makes_no_sense_is_named() {
    assertThatThrownBy(() -> Money.of(new BigDecimal("-1"))).hasMessageContaining("negative");
    assertThatThrownBy(() -> Money.of(new BigDecimal("1000000001")))
        .hasMessageContaining("a billion dollars");
    assertThatThrownBy(() -> Money.of(new BigDecimal("0.0000000001")))
        .hasMessageContaining("nine decimals");
  }
}
