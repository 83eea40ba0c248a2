package dev.sluice.it.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.installed.Installed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Needs Node and npm, and fails without them: what is not tried is not shown.
class OpenAiNodeTest {
  @Test
  void the_client_for_node_works_unchanged() throws IOException, InterruptedException {
    Path dir = Installed.npm("");
    try (Gatehouse gatehouse = new Gatehouse()) {
      String said = run(dir, Installed.node(), "calls.mjs", gatehouse.url(), Gatehouse.KEY);
      assertThat(said.lines().filter(line -> line.startsWith("passed: "))).hasSize(11);
    }
  }

  private static String run(Path dir, String... command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true);
    Installed.compileOnce(builder);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s said: %s", List.of(command), said).isZero();
    return said;
  }
}
