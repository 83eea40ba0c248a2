package dev.sluice.it.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What comes along with the program. Maven writes the list when it builds the tests.
class JarsTest {
  private static final int MOST = 45;

  @Test
  void the_server_without_spans_has_45_jars_at_most() throws Exception {
    Path list = Path.of(JarsTest.class.getResource("/runtime-jars").toURI());
    List<String> all = Stream.of(Files.readString(list).split(File.pathSeparator)).toList();
    List<String> spans = all.stream().filter(JarsTest::isOfSpans).toList();
    assertThat(spans).hasSize(12);
    // The program is one itself.
    assertThat(all).hasSizeLessThanOrEqualTo(MOST - 1 + spans.size());
  }

  private static boolean isOfSpans(String jar) {
    return jar.contains("opentelemetry") || jar.contains("/otel/") || jar.contains("sluice-otel");
  }
}
