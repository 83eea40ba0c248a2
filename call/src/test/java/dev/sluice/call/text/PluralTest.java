package dev.sluice.call.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PluralTest {
  @Test
  void one_is_singular_and_all_others_are_plural() {
    assertThat(Plural.of(1, "call")).isEqualTo("1 call");
    assertThat(Plural.of(0, "call")).isEqualTo("0 calls");
    assertThat(Plural.of(2, "try", "tries")).isEqualTo("2 tries");
    assertThat(Plural.noun(1, "try", "tries")).isEqualTo("try");
  }
}
