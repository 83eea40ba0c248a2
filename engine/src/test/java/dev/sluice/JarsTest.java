package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JarsTest {
  private static final int MOST = 20;

  @Test
  void an_application_that_embeds_the_engine_takes_twenty_libraries_at_most() throws Exception {
    Path list = Path.of(JarsTest.class.getResource("/runtime-jars").toURI());
    List<String> libraries =
        Stream.of(Files.readString(list).split(File.pathSeparator))
            .filter(jar -> !Path.of(jar).getFileName().toString().startsWith("sluice"))
            .filter(jar -> jar.endsWith(".jar"))
            .toList();
    // Whichever binding of SLF4J an application has, it has no second one from here.
    assertThat(libraries).noneMatch(jar -> jar.contains("slf4j") || jar.contains("logback"));
    assertThat(libraries).hasSizeLessThanOrEqualTo(MOST).anyMatch(jar -> jar.contains("netty"));
  }
}
