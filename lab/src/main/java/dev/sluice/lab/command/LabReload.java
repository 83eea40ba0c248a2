package dev.sluice.lab.command;

import dev.sluice.cli.console.Console;
import dev.sluice.lab.reload.ReloadLab;
import dev.sluice.lab.reload.ReloadOptions;
import dev.sluice.server.CannotListen;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab reload`: what reloads do to calls, and to the process.
@Command(
    name = "reload",
    description = "Reloads a gateway under load: no call may fail, nothing may grow.")
final class LabReload extends Experiment {
  @Option(
      names = "--reloads",
      paramLabel = "N",
      defaultValue = "100",
      description = "Reloads under load (${DEFAULT-VALUE}).")
  private int reloads;

  @Option(
      names = "--every",
      paramLabel = "MS",
      defaultValue = "200",
      description = "Milliseconds from one to the next (${DEFAULT-VALUE}).")
  private int every;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "500",
      description = "Streamed calls a second (${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--more",
      paramLabel = "N",
      defaultValue = "600",
      description = "Reloads after that, for the heap (${DEFAULT-VALUE}).")
  private int more;

  @Override
  int run(Console console) throws CannotListen, IOException, InterruptedException {
    var options = new ReloadOptions(reloads, Duration.ofMillis(every), rate, more);
    return ReloadLab.run(options, console.out(), console.progress());
  }
}
