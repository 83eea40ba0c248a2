package dev.sluice.accounts.upkeep;

import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreUpkeep;
import dev.sluice.call.runtime.Rollback;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// One of PostgreSQL's own programs, which gets the database and its password by its environment:
/// other users of the machine see the arguments of a process.
///
/// @param name on the PATH
/// @param arguments what it is told
record PostgresTool(String name, List<String> arguments) {
  private static final int MOST_TOLD = 1 << 13;

  /// Runs it and waits for its end.
  ///
  /// @throws BackupException if it is not there, or fails
  void run(StoreConfig store) throws BackupException, InterruptedException {
    Process process = start(store);
    try (var rollback = Rollback.of(process::destroy)) {
      // No thread: it says nothing on its other stream.
      String told = told(process.getErrorStream());
      int code = process.waitFor();
      if (code != 0) {
        throw new BackupException("%s has failed: %s".formatted(name, told));
      }
      rollback.keep();
    } catch (IOException e) {
      throw new BackupException("%s has failed: %s".formatted(name, e.getMessage()));
    }
  }

  private Process start(StoreConfig store) throws BackupException {
    var command = new ArrayList<String>(List.of(name, "--no-password"));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(StoreUpkeep.environment(store));
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException missing) {
      throw new BackupException(
          "%s is not on the PATH: install PostgreSQL's client (such as apt-get install postgresql-client), of the server's version or a later one"
              .formatted(name));
    }
  }

  /// The first lines of what it says; the rest is read, and dropped.
  private static String told(InputStream errors) throws IOException {
    byte[] first = errors.readNBytes(MOST_TOLD);
    errors.transferTo(OutputStream.nullOutputStream());
    Stream<String> lines = new String(first, StandardCharsets.UTF_8).lines().map(String::strip);
    return lines.filter(line -> !line.isEmpty()).limit(2).reduce((a, b) -> a + "; " + b).orElse("");
  }
}
