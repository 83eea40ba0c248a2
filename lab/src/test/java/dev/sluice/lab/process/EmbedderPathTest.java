package dev.sluice.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EmbedderPathTest {
  /// What a build of the engine has noted of its dependencies.
  private static final Path BROUGHT = Path.of("../engine/target/test-classes/runtime-jars");

  /// Micrometer, which an application has or has not.
  private static final Pattern OPTIONAL = Pattern.compile("micrometer-.*|HdrHistogram");

  @Test
  void an_application_has_the_jars_that_the_engine_brings_and_the_engine() throws IOException {
    List<String> brought =
        Stream.of(Files.readString(BROUGHT).split(File.pathSeparator))
            .map(EmbedderPathTest::artifact)
            .filter(artifact -> !OPTIONAL.matcher(artifact).matches())
            .toList();
    assertThat(EmbedderPath.jars().stream().map(EmbedderPathTest::artifact))
        .contains("engine")
        .filteredOn(artifact -> !artifact.equals("engine"))
        .containsExactlyInAnyOrderElementsOf(brought);
  }

  /// The name of a jar without its version, or of the module whose classes lie in a folder.
  private static String artifact(String entry) {
    Path path = Path.of(entry);
    return entry.endsWith(".jar")
        ? path.getFileName().toString().replaceFirst("-[0-9].*", "").replaceFirst("^sluice-", "")
        : path.getName(path.getNameCount() - 3).toString();
  }
}
