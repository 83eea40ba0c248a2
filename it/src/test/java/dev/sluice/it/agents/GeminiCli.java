package dev.sluice.it.agents;

import dev.sluice.it.installed.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The Gemini CLI without a terminal, connected as docs/clients.md says.
final class GeminiCli {
  private static final String HEADING = "Gemini CLI";
  private static final String ADDRESS = "http://127.0.0.1:8080";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern EXPORT = Pattern.compile("(?m)^export (\\w+)=\"?([^\"\n]*)\"?$");

  /// A call to anywhere but loopback ends at a port without a listener. It does not start itself
  /// again with a larger heap.
  private static final Map<String, String> LOOPBACK_ONLY =
      Map.of(
          "HTTP_PROXY", "http://127.0.0.1:9",
          "HTTPS_PROXY", "http://127.0.0.1:9",
          "NO_PROXY", "127.0.0.1,localhost",
          "GEMINI_CLI_NO_RELAUNCH", "true",
          "GEMINI_CLI_TRUST_WORKSPACE", "true",
          "GEMINI_TELEMETRY_ENABLED", "false");

  private GeminiCli() {}

  /// Gives it a task, with leave to run commands, and waits until it has ended.
  ///
  /// @param home an empty folder for its configuration and state
  /// @param url what it takes for Google's address
  static CommandResult run(Path home, String url, String key, String task)
      throws IOException, InterruptedException {
    Path work = Files.createDirectories(home.resolve("work"));
    Path settings = Files.createDirectories(home.resolve(".gemini")).resolve("settings.json");
    Files.writeString(settings, ConnectSnippet.json(HEADING));
    Path gemini =
        Installed.npm("gemini-cli").resolve("node_modules").resolve(".bin").resolve("gemini");
    ProcessBuilder process =
        new ProcessBuilder(
                Installed.node(),
                gemini.toString(),
                "-m",
                "gemini-3-flash-preview",
                "--yolo",
                "-p",
                task)
            .directory(work.toFile());
    Map<String, String> variables = process.environment();
    variables.keySet().retainAll(List.of("PATH"));
    variables.put("HOME", home.toString());
    variables.putAll(LOOPBACK_ONLY);
    Installed.compileOnce(process);
    EXPORT
        .matcher(ConnectSnippet.of(HEADING, ADDRESS, url))
        .results()
        .forEach(export -> set(variables, export, key));
    return CommandResult.of(process, LIMIT);
  }

  private static void set(Map<String, String> variables, MatchResult export, String key) {
    variables.put(export.group(1), export.group(2).replace("$SLUICE_KEY", key));
  }
}
