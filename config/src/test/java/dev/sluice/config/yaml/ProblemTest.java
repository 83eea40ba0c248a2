package dev.sluice.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A problem's remedy is what stands behind its first colon, whatever is quoted in front of it.
class ProblemTest {
  private static final FilePosition AT = FilePosition.start("f");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a is 0%: raise it, or say `retry: off` | a is 0% | raise it, or say `retry: off`",
        "a must be x, is 'b: c' | a must be x, is 'b: c' |",
        "a and `limits: off` exclude each other: leave one out | a and `limits: off` exclude each"
            + " other | leave one out",
        "a needs a provider's key (such as: k): add it | a needs a provider's key (such as: k) |"
            + " add it",
        "a must be empty | a must be empty |"
      })
  void message_and_remedy_are_told_apart(String what, String message, String remedy) {
    Problem problem = new Problem(AT, "a", what);
    assertThat(problem.message()).isEqualTo(message);
    assertThat(problem.remedy()).isEqualTo(remedy == null ? "" : remedy);
    assertThat(problem).hasToString("f:1:1: " + what);
  }
}
