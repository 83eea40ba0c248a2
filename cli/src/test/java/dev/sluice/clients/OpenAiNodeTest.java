package dev.sluice.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Needs Node and npm, and fails without them: what is not tried is not shown.
class OpenAiNodeTest {
  private static final Path SOURCES = Path.of("src", "test", "npm");

  @Test
  void the_client_for_node_works_unchanged(@TempDir Path dir)
      throws IOException, InterruptedException {
    assertThat(List.of("node", "npm"))
        .as("programs to install; `./sluice test` does so where it may")
        .allMatch(OpenAiNodeTest::installed);
    for (String file : List.of("package.json", "package-lock.json", "calls.mjs")) {
      Files.copy(SOURCES.resolve(file), dir.resolve(file));
    }
    run(dir, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
    try (Gatehouse gatehouse = new Gatehouse()) {
      String said = run(dir, "node", "calls.mjs", gatehouse.url(), Gatehouse.KEY);
      assertThat(said.lines().filter(line -> line.startsWith("passed: "))).hasSize(7);
    }
  }

  private static String run(Path dir, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s said: %s", List.of(command), said).isZero();
    return said;
  }

  private static boolean installed(String program) {
    return List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)).stream()
        .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
  }
}
