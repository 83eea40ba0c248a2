package dev.sluice.lab.mechanism;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.text.EnumWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MechanismTest {
  private static final Path PAGE = Path.of("..", "docs", "lab.md");

  /// The first cell of a row, where it is a mechanism's name alone.
  private static final Pattern ROW = Pattern.compile("\\| `([a-z]+)` \\| .*");

  @Test
  void each_mechanism_has_a_row_with_and_without_it() throws IOException {
    Set<String> rows =
        Files.readAllLines(PAGE).stream()
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .map(row -> row.group(1))
            .collect(toSet());
    assertThat(rows).containsAll(Arrays.stream(Mechanism.values()).map(EnumWords::of).toList());
  }
}
