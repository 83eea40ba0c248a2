package dev.sluice.lab.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.run.RunFolder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir private Path folder;

  private RunFolder here() {
    return RunFolder.of(Map.of("XDG_RUNTIME_DIR", folder.toString()));
  }

  @Test
  void answers_flow() throws Exception {
    String text = run(new DemoOptions(0, Optional.of(Duration.ofSeconds(3)), false, here()));
    assertThat(text)
        .containsPattern("^http://127.0.0.1:[0-9]+/v1\n")
        .contains("curl http://127.0.0.1:")
        .contains("-H \"content-type: application/json\"")
        .containsPattern("ANTHROPIC_BASE_URL=http://127.0.0.1:[0-9]+ ANTHROPIC_AUTH_TOKEN=")
        .containsPattern("chat +fast/sim +[0-9]+ % +[0-9]+ +0 ")
        .containsPattern("embed +vectors/sim +[0-9]+ % +[0-9]+ +0 ")
        .contains("./sluice report, ./sluice keys list, ./sluice spend");
  }

  @Test
  void an_interrupt_ends_it() throws Exception {
    Thread.currentThread().interrupt();
    assertThat(run(new DemoOptions(0, Optional.empty(), false, here()))).contains("calls and");
  }

  private static String run(DemoOptions options) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Demo.run(options, new PrintStream(bytes, true, UTF_8));
    return bytes.toString(UTF_8);
  }
}
