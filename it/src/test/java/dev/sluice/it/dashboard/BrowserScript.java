package dev.sluice.it.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.installed.Installed;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Runs a script that drives a browser. Needs Node, npm and Chromium, and fails without them: what
/// is not looked at is not shown. Pictures are left in `target/dashboard` with `-Dsluice.long`.
final class BrowserScript {
  private static final Path PICTURES = Path.of("target", "dashboard").toAbsolutePath();

  /// The shell draws pages and has no windows, tabs and profiles, which take a third of the time.
  private static final List<String> CHROMIUM =
      List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome");

  private BrowserScript() {}

  /// Runs a script with its arguments to its end.
  ///
  /// @return what it says has passed
  static List<String> run(String script, String... arguments) throws Exception {
    Process process = start(script, arguments);
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s said: %s", script, said).isZero();
    return said.lines().filter(line -> line.startsWith("passed: ")).toList();
  }

  /// Starts a script with its arguments, behind which Chromium and the folder for pictures come.
  static Process start(String script, String... arguments) throws IOException {
    String chromium =
        CHROMIUM.stream()
            .flatMap(program -> find(program).stream())
            .findFirst()
            .orElseThrow(() -> new AssertionError("install chromium"));
    Files.createDirectories(PICTURES);
    List<String> command = new ArrayList<>(List.of(Installed.node(), script));
    command.addAll(List.of(arguments));
    command.addAll(List.of(chromium, PICTURES.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(Installed.npm("dashboard").toFile());
    Installed.compileOnce(builder);
    if (System.getProperty("sluice.long") != null) {
      builder.environment().put("SLUICE_LONG", "1");
    }
    return builder.redirectErrorStream(true).start();
  }

  private static Optional<String> find(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(dir -> Path.of(dir, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
