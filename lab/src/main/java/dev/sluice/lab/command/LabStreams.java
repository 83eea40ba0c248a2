package dev.sluice.lab.command;

import dev.sluice.cli.console.Console;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.Folder;
import dev.sluice.lab.streams.StreamsLab;
import dev.sluice.lab.streams.StreamsOptions;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab streams`: what a stream holds while it waits.
@Command(
    name = "streams",
    description = "Opens streams that wait: objects and bytes of each by class, resident memory.")
final class LabStreams extends Experiment {
  @Option(
      names = "--streams",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Streams at once (${DEFAULT-VALUE}); each takes a file descriptor twice.")
  private int streams;

  @Option(
      names = "--body",
      paramLabel = "BYTES",
      defaultValue = "1024",
      description = "Size of each request's body (${DEFAULT-VALUE}).")
  private int body;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long resident memory is watched when all are open (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "30",
      description = "How many classes are told (${DEFAULT-VALUE}).")
  private int top;

  @Override
  int run(Console console) throws IOException, InterruptedException {
    var options = new StreamsOptions(streams, body, seconds, top, List.of());
    try (Folder folder = Folder.create("sluice-streams")) {
      return StreamsLab.run(
          folder.path(), GatewayProgram.likeThisProcess(), options, console.out());
    }
  }
}
