package dev.sluice.lab.command;

import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.lab.tls.TlsLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab tls`: what TLS costs a gateway.
@Command(
    name = "tls",
    description = "Opens connections with and without TLS: memory of idle ones, CPU to open one.")
final class LabTls implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Connections at once (${DEFAULT-VALUE}); each takes a file descriptor twice.")
  private int connections;

  LabTls(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    try {
      Path folder = Files.createTempDirectory("sluice-tls");
      try {
        return TlsLab.run(folder, connections, console.out());
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new CannotStart(String.valueOf(e.getMessage()));
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(folder);
  }
}
