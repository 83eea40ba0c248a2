package dev.sluice.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Needs Node, npm and Chromium, and fails without them: what is not looked at is not shown.
///
/// Pictures of every page are left in `target/dashboard`.
class DashboardTest {
  private static final Path SOURCES = Path.of("src", "test", "npm", "dashboard");
  private static final Path PICTURES = Path.of("target", "dashboard").toAbsolutePath();
  private static final int CHECKS = 7;

  @Test
  void a_browser_finds_the_dashboard_as_it_should_be(@TempDir Path dir) throws Exception {
    assertThat(List.of("node", "npm"))
        .as("programs to install; `./sluice test` does so where it may")
        .allMatch(program -> find(program).isPresent());
    String chromium =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .flatMap(program -> find(program).stream())
            .findFirst()
            .orElseThrow(() -> new AssertionError("install chromium"));
    for (String file : List.of("package.json", "package-lock.json", "dashboard.mjs")) {
      Files.copy(SOURCES.resolve(file), dir.resolve(file));
    }
    run(dir, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
    Files.createDirectories(PICTURES);
    try (var open = new BusyGateway(dir, false);
        var guarded = new BusyGateway(dir, true)) {
      open.work();
      String said =
          run(
              dir,
              "node",
              "dashboard.mjs",
              open.adminUrl(),
              guarded.adminUrl(),
              BusyGateway.TOKEN,
              chromium,
              PICTURES.toString());
      assertThat(said.lines().filter(line -> line.startsWith("passed: "))).hasSize(CHECKS);
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

  private static Optional<String> find(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(dir -> Path.of(dir, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
