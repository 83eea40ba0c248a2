package dev.sluice.server.accounts.spend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "gpt-5-mini|gpt-5-mini",
        "a,b|\"a,b\"",
        "say \"hi\"|\"say \"\"hi\"\"\"",
        "=1+1|'=1+1",
        "@sum(a,b)|\"'@sum(a,b)\"",
        "-|'-"
      })
  void a_name_is_a_text_whatever_it_is(String text, String cell) {
    assertThat(Csv.cell(text)).isEqualTo(cell);
  }
}
