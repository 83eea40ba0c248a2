package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OutcomeKindsTest {
  private static final Path FILTER =
      Path.of("../server/src/main/resources/dev/sluice/server/dashboard/calls.js");

  @Test
  void each_kind_of_outcome_has_its_name() {
    assertThat(Outcome.KINDS)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Stream.of(Answered.class), Arrays.stream(Failed.class.getPermittedSubclasses()))
                .map(type -> type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_"))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList());
  }

  @Test
  void calls_can_be_filtered_by_each_of_them() throws Exception {
    String filter =
        Files.readString(FILTER)
            .lines()
            .filter(line -> line.startsWith("const OUTCOMES"))
            .findFirst()
            .orElseThrow();
    assertThat(Outcome.KINDS).allSatisfy(kind -> assertThat(filter).contains("'" + kind + "'"));
  }
}
