package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JarsTest {
  private static final int MOST = 41;

  private static List<String> jars() throws Exception {
    Path list = Path.of(JarsTest.class.getResource("/runtime-jars").toURI());
    return List.of(Files.readString(list).split(File.pathSeparator));
  }

  @Test
  void the_server_without_spans_takes_41_libraries_at_most() throws Exception {
    Stream<String> libraries =
        jars().stream()
            .filter(jar -> jar.endsWith(".jar"))
            .filter(jar -> !Path.of(jar).getFileName().toString().startsWith("sluice"))
            .filter(jar -> !jar.contains("opentelemetry"));
    assertThat(libraries).hasSizeBetween(1, MOST);
  }

  @Test
  void nothing_of_the_laboratory_is_in_the_program() throws Exception {
    assertThat(jars()).noneMatch(jar -> jar.contains("/lab/") || jar.contains("sluice-lab"));
  }
}
