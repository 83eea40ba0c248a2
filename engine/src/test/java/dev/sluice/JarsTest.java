package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `./sluice publish --check` counts the same as an application sees it.
class JarsTest {
  private static final int MOST = 20;

  /// What Micrometer brings, which comes with an application that has meters of its own.
  private static final Pattern OPTIONAL = Pattern.compile("(micrometer-|HdrHistogram-).*");

  @Test
  void an_application_that_embeds_the_engine_takes_twenty_jars_at_most() throws Exception {
    Path list = Path.of(JarsTest.class.getResource("/runtime-jars").toURI());
    List<String> others =
        Stream.of(Files.readString(list).split(File.pathSeparator))
            .filter(entry -> !OPTIONAL.matcher(Path.of(entry).getFileName().toString()).matches())
            .toList();
    // Whichever binding of SLF4J an application has, it has no second one from here.
    assertThat(others).noneMatch(jar -> jar.contains("slf4j") || jar.contains("logback"));
    assertThat(others).hasSizeLessThan(MOST).anyMatch(jar -> jar.contains("netty-buffer"));
  }
}
