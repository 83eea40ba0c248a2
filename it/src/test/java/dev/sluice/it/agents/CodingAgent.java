package dev.sluice.it.agents;

import dev.sluice.it.installed.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A coding agent, connected as docs/clients.md says.
enum CodingAgent {
  CODEX("Codex", ".codex/config.toml", "SLUICE_KEY", Constants.CODEX_EXEC),
  CODEX_OWN_PROVIDER(
      "Codex with its own provider", ".codex/config.toml", "CODEX_API_KEY", Constants.CODEX_EXEC),
  OPENCODE("opencode", ".config/opencode/opencode.json", "SLUICE_KEY", "opencode run");

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /// Loopback is reached directly, and a call to anywhere else ends at a port without a listener;
  /// opencode leaves such calls out.
  private static final Map<String, String> LOOPBACK_ONLY =
      Map.of(
          "HTTP_PROXY", "http://127.0.0.1:9",
          "HTTPS_PROXY", "http://127.0.0.1:9",
          "ALL_PROXY", "http://127.0.0.1:9",
          "NO_PROXY", "127.0.0.1,localhost",
          "OPENCODE_DISABLE_AUTOUPDATE", "1",
          "OPENCODE_DISABLE_LSP_DOWNLOAD", "1",
          "OPENCODE_DISABLE_MODELS_FETCH", "1");

  /// Where opencode has what it knows of models. It would read all that it brings, which takes a
  /// third of its time, and the guide's model is not among these.
  private static final String MODELS = "OPENCODE_MODELS_PATH";

  private final String heading;
  private final String configFile;
  private final String keyVariable;
  private final String command;

  CodingAgent(String heading, String configFile, String keyVariable, String command) {
    this.heading = heading;
    this.configFile = configFile;
    this.keyVariable = keyVariable;
    this.command = command;
  }

  /// Gives it a task, and waits until it has ended.
  ///
  /// @param home an empty folder for its configuration and state
  /// @param baseUrl what it takes for OpenAI's address
  CommandResult run(Path home, String baseUrl, String key, String task)
      throws IOException, InterruptedException {
    return run(home, "", baseUrl, key, task);
  }

  /// The same, with settings in front of those of the guide.
  CommandResult run(Path home, String settings, String baseUrl, String key, String task)
      throws IOException, InterruptedException {
    Path config = home.resolve(configFile);
    Files.createDirectories(config.getParent());
    Files.writeString(config, settings + ConnectSnippet.of(heading, baseUrl));
    Path work = Files.createDirectories(home.resolve("work"));
    ProcessBuilder process = new ProcessBuilder(commandLine(task)).directory(work.toFile());
    Path models = Files.writeString(home.resolve("models.json"), "{}");
    replaceEnvironment(process.environment(), home, models, key);
    return CommandResult.of(process, LIMIT);
  }

  private List<String> commandLine(String task) {
    List<String> line = new ArrayList<>(List.of(command.split(" ", -1)));
    line.set(0, Installed.agents().resolve(line.getFirst()).toString());
    line.add(task);
    return line;
  }

  private void replaceEnvironment(
      Map<String, String> variables, Path home, Path models, String key) {
    variables.keySet().retainAll(List.of("PATH"));
    variables.put("HOME", home.toString());
    variables.putAll(LOOPBACK_ONLY);
    variables.put(MODELS, models.toString());
    variables.put(keyVariable, key);
  }

  /// An enum's constants cannot name a constant of the enum itself.
  private static final class Constants {
    static final String CODEX_EXEC =
        "codex exec --skip-git-repo-check --dangerously-bypass-approvals-and-sandbox";
  }
}
