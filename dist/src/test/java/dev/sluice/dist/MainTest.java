package dev.sluice.dist;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "other", "sbom", "sbom list root", "image root tar name", "deb a b c d e"})
  void arguments_that_are_missing_or_too_many_are_answered_with_the_usage(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Main.main(line.isEmpty() ? new String[0] : line.split(" ", -1)))
        .withMessageContainingAll("expected one of", "image ROOT TAR NAME MOMENT");
  }
}
