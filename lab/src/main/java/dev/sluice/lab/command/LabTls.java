package dev.sluice.lab.command;

import dev.sluice.cli.console.Console;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.Folder;
import dev.sluice.lab.tls.TlsLab;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab tls`: what TLS costs a gateway.
@Command(
    name = "tls",
    description = "Opens connections with and without TLS: memory of idle ones, CPU to open one.")
final class LabTls extends Experiment {
  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Connections at once (${DEFAULT-VALUE}); each takes a file descriptor twice.")
  private int connections;

  @Override
  int run(Console console) throws IOException, InterruptedException {
    try (Folder folder = Folder.create("sluice-tls")) {
      return TlsLab.run(
          folder.path(), GatewayProgram.likeThisProcess(), connections, console.out());
    }
  }
}
