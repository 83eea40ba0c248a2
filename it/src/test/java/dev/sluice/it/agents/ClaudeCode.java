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
import java.util.stream.Stream;

/// Claude Code without a terminal, connected as docs/clients.md says.
final class ClaudeCode {
  private static final String HEADING = "Claude Code";
  private static final String ADDRESS = "http://127.0.0.1:8080";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern EXPORT = Pattern.compile("(?m)^export (\\w+)=\"?([^\"\n]*)\"?$");

  /// Calls of its own accord are left out, and one to anywhere but loopback ends at a port without
  /// a listener.
  private static final Map<String, String> LOOPBACK_ONLY =
      Map.of(
          "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1",
          "DISABLE_AUTOUPDATER", "1",
          "DISABLE_ERROR_REPORTING", "1",
          "DISABLE_TELEMETRY", "1",
          "HTTP_PROXY", "http://127.0.0.1:9",
          "HTTPS_PROXY", "http://127.0.0.1:9",
          "NO_PROXY", "127.0.0.1,localhost");

  private ClaudeCode() {}

  /// Gives it a task, with leave to run commands, and waits until it has ended.
  ///
  /// @param home an empty folder for its configuration and state
  /// @param url what it takes for Anthropic's address
  static CommandResult run(Path home, String url, String key, String task)
      throws IOException, InterruptedException {
    Path work = Files.createDirectories(home.resolve("work"));
    ProcessBuilder process =
        new ProcessBuilder(binary().toString(), "-p", task, "--allowedTools", "Bash")
            .directory(work.toFile());
    Map<String, String> variables = process.environment();
    variables.keySet().retainAll(List.of("PATH"));
    variables.put("HOME", home.toString());
    variables.putAll(LOOPBACK_ONLY);
    EXPORT
        .matcher(ConnectSnippet.of(HEADING, ADDRESS, url))
        .results()
        .forEach(export -> set(variables, export, key));
    return CommandResult.of(process, LIMIT);
  }

  private static void set(Map<String, String> variables, MatchResult export, String key) {
    variables.put(export.group(1), export.group(2).replace("$SLUICE_KEY", key));
  }

  /// Which package holds it depends on the machine.
  private static Path binary() throws IOException {
    Path scope = Installed.npm("claude-code").resolve("node_modules").resolve("@anthropic-ai");
    try (Stream<Path> packages = Files.list(scope)) {
      return packages
          .map(one -> one.resolve("claude"))
          .filter(Files::isExecutable)
          .findFirst()
          .orElseThrow(() -> new AssertionError("npm has no Claude Code for this machine"));
    }
  }
}
