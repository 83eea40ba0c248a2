package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What comes along with the engine. Maven writes the list when it builds the tests.
class JarsTest {
  private static final int MOST = 20;

  @Test
  void an_application_that_embeds_the_engine_takes_twenty_jars_at_most() throws Exception {
    Path list = Path.of(JarsTest.class.getResource("/runtime-jars").toURI());
    String[] others = Files.readString(list).split(File.pathSeparator);
    assertThat(others).hasSizeLessThanOrEqualTo(MOST - 1).anyMatch(jar -> jar.contains("netty"));
  }
}
