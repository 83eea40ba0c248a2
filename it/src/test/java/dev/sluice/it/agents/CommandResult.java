package dev.sluice.it.agents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// What a command has left: its exit code, and what it has written.
///
/// @param code 137 (killed) if it was still running at its time limit
record CommandResult(int code, String out, String err) {
  private static final int KILLED = 137;

  /// Runs a command without standard input; at its time limit it is killed with its descendants.
  static CommandResult of(ProcessBuilder command, Duration limit)
      throws IOException, InterruptedException {
    // Files, since a descendant that is left keeps a pipe open.
    Path out = Files.createTempFile("command", ".out");
    Path err = Files.createTempFile("command", ".err");
    try {
      command.redirectOutput(out.toFile()).redirectError(err.toFile());
      int code = exitCode(command.start(), limit);
      return new CommandResult(code, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static int exitCode(Process process, Duration limit)
      throws IOException, InterruptedException {
    try {
      process.getOutputStream().close();
      return process.waitFor(limit.toNanos(), NANOSECONDS) ? process.exitValue() : KILLED;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }
}
