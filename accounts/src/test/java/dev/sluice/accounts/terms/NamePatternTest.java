package dev.sluice.accounts.terms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
  @ParameterizedTest
  @CsvSource({
    "gpt-5-mini, gpt-5-mini, true",
    "gpt-5-mini, gpt-5, false",
    "gpt-5, gpt-5-mini, false",
    "gpt-*, gpt-5, true",
    "gpt-*, gpt-, true",
    "*-mini, gpt-5-mini, true",
    "*-mini, gpt-5-mini-2, false",
    "*, anything, true",
    "a*b*c, a-b-b-c, true",
    "a*b*c, a-b-b, false",
    "a**c, abc, true"
  })
  void a_star_stands_for_any_characters(String pattern, String name, boolean matches) {
    assertThat(NamePattern.matches(pattern, name)).isEqualTo(matches);
  }

  @Test
  void a_hostile_pattern_takes_no_exponential_time() {
    assertThat(NamePattern.matches("*a".repeat(64), "a".repeat(10_000) + "b")).isFalse();
  }
}
