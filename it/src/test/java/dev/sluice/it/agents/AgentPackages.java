package dev.sluice.it.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/// The agents' npm packages, installed at the versions that `src/test/npm/agents` pins. Together
/// they are 760 MB, so that all tests of a build share one copy.
final class AgentPackages {
  private static final Path PINNED = Path.of("src", "test", "npm", "agents");
  private static final Path FOLDER = Path.of("target", "agents").toAbsolutePath();
  private static final Path MODULES = FOLDER.resolve("node_modules");
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private AgentPackages() {}

  /// Installs what is not there yet. `npm ci` would not do: it wants a lock with opencode's
  /// binaries for every platform, and a mirror of the registry need not have all of them.
  static void install() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    for (String file : List.of("package.json", "package-lock.json")) {
      Files.copy(PINNED.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    run(FOLDER, "npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund");
    // The one script that is wanted: it chooses the binary that fits this machine.
    run(MODULES.resolve("opencode-ai"), "node", "postinstall.mjs");
  }

  /// The path of an agent's command.
  static String command(String name) {
    return MODULES.resolve(".bin").resolve(name).toString();
  }

  private static void run(Path folder, String... command) throws IOException, InterruptedException {
    CommandResult result =
        CommandResult.of(new ProcessBuilder(command).directory(folder.toFile()), LIMIT);
    assertThat(result.code()).as("%s: %s", String.join(" ", command), result).isZero();
  }
}
