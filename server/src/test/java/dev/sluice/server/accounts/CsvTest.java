package dev.sluice.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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
        "-|'-",
        "a;=1+1|\"a;'=1+1\"",
        "a;b|\"a;b\"",
        "a; \uFF1D1|\"a; '\uFF1D1\"",
        "\uFF1D1+1|'\uFF1D1+1",
        "\uFF0B1|'\uFF0B1",
        "\uFF0D1|'\uFF0D1",
        "\uFF201|'\uFF201",
        "\"=1|\"\"\"'=1\"",
        "'=1|''=1",
        "` =1`|` '=1`",
        "gpt-5;m-1|\"gpt-5;m-1\""
      })
  void a_name_is_a_text_whatever_it_is(String text, String cell) {
    assertThat(Csv.cell(text)).isEqualTo(cell);
  }

  @Test
  void a_cell_is_one_line_of_what_people_see() {
    assertThat(Csv.cell("a\u202eb\u200b\u2028=c")).isEqualTo("a\uFFFDb\uFFFD\uFFFD=c");
    assertThat(Csv.cell("a\r\n=c")).isEqualTo("a\uFFFD\uFFFD=c");
  }
}
