package dev.sluice.server.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The name of the first line of a file that arrives in pieces.
class FirstNameTest {
  private static boolean feed(FirstName name, String piece) {
    byte[] bytes = piece.getBytes(UTF_8);
    return name.piece(bytes, bytes.length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "none",
      textBlock =
          """
          {"custom_id":"a-0","result":{                      | a-0
          {"result":{"custom_id":"x"},"custom_id":"a-0"}     | a-0
          {"custom_id":"a\\u002d0"}                          | a-0
          {"custom_id":7}                                    | ``
          {"custom_id":null,"result":1}                      | ``
          {"result":{}}                                      | ``
          nonsense                                           | ``
          """)
  void a_name_is_that_of_the_line_itself(String line, String name) {
    var first = new FirstName();
    for (String one : line.split("", -1)) {
      boolean _ = feed(first, one);
    }
    assertThat(first.name()).isEqualTo(name);
  }

  @Test
  void no_more_is_wanted_once_the_name_is_known_or_cannot_come() {
    var first = new FirstName();
    assertThat(feed(first, "{\"custom_id\":\"")).isTrue();
    assertThat(feed(first, "a\"")).isFalse();
    assertThat(feed(new FirstName(), "{}")).isFalse();
    assertThat(feed(new FirstName(), "x")).isFalse();
  }

  @Test
  void the_second_line_gives_no_name_to_the_first() {
    var first = new FirstName();
    assertThat(feed(first, "{\"result\":1}\n{\"custom_id\":\"a\"}")).isFalse();
    assertThat(first.name()).isEmpty();
  }

  @Test
  void a_long_name_is_cut() {
    var first = new FirstName();
    assertThat(feed(first, "{\"custom_id\":\"" + "a".repeat(999) + "\"}")).isFalse();
    assertThat(first.name()).hasSize(FirstName.LONGEST);
  }
}
