package dev.sluice.lab.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every input that fuzzing has kept, once.
class FuzzCorpusTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");

  @ParameterizedTest
  @EnumSource(FuzzTarget.class)
  void what_fuzzing_has_found_stays_right(FuzzTarget target) throws IOException {
    List<Path> inputs;
    try (Stream<Path> files = Files.list(CORPORA.resolve(target.folder()))) {
      inputs = files.sorted().toList();
    }
    assertThat(inputs).isNotEmpty();
    for (Path input : inputs) {
      byte[] bytes = Files.readAllBytes(input);
      assertThatCode(() -> target.run(bytes)).as("%s", input).doesNotThrowAnyException();
    }
  }
}
