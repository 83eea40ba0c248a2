package dev.sluice.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// How a command ended.
///
/// @param code its exit code
/// @param text what it printed, errors included
public record CommandOutput(int code, String text) {
  private static final int LINES_SHOWN = 20;

  /// Runs a command to its end. An interrupt ends the command, with the processes that it has
  /// started.
  ///
  /// @throws IOException if there is no such command
  public static CommandOutput run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("sluice-lab", ".out");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      int code = await(builder.redirectOutput(output.toFile()).start());
      return new CommandOutput(code, Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }

  /// Runs a command that must succeed, and returns what it printed.
  ///
  /// @throws IOException if there is no such command, or it fails
  public static String text(String... command) throws IOException, InterruptedException {
    CommandOutput output = run(List.of(command));
    if (output.code != 0) {
      throw new IOException(String.join(" ", command) + " failed:\n" + output.end());
    }
    return output.text;
  }

  /// Returns the last lines of the output.
  public String end() {
    List<String> lines = text.strip().lines().toList();
    return lines.stream()
        .skip(Math.max(0, lines.size() - LINES_SHOWN))
        .collect(Collectors.joining("\n"));
  }

  private static int await(Process process) throws InterruptedException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      process.onExit().join();
      throw e;
    }
  }
}
