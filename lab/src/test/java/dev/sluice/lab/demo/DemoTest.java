package dev.sluice.lab.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoTest {

  @Test
  void answers_flow() throws Exception {
    String text = run(new DemoOptions(0, Optional.of(Duration.ofSeconds(3)), false));
    assertThat(text)
        .containsPattern("^http://127.0.0.1:[0-9]+/v1\n")
        .contains("curl http://127.0.0.1:")
        .contains("-H \"content-type: application/json\"")
        .containsPattern("ANTHROPIC_BASE_URL=http://127.0.0.1:[0-9]+ ANTHROPIC_AUTH_TOKEN=")
        .containsPattern("chat +fast/sim +[0-9]+ % +[0-9]+ +0 ")
        .containsPattern("embed +vectors/sim +[0-9]+ % +[0-9]+ +0 ");
  }

  @Test
  void an_interrupt_ends_it() throws Exception {
    Thread.currentThread().interrupt();
    assertThat(run(new DemoOptions(0, Optional.empty(), false))).contains("calls and");
  }

  private static String run(DemoOptions options) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Demo.run(options, new PrintStream(bytes, true, UTF_8));
    return bytes.toString(UTF_8);
  }
}
