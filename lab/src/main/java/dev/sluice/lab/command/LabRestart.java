package dev.sluice.lab.command;

import dev.sluice.cli.console.Console;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.restart.RestartLab;
import dev.sluice.lab.restart.RestartOptions;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab restart`: what rolling restarts do to calls.
@Command(
    name = "restart",
    description =
        "Restarts two gateways behind HAProxy, one after the other, under load: no call may fail.")
final class LabRestart extends Experiment {
  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "How long, at least (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "200",
      description = "Calls a second, of which a quarter are streams (${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--delay",
      paramLabel = "TIME",
      converter = LabAdmit.Time.class,
      defaultValue = "2s",
      description = "The gateways' server.drain_delay (${DEFAULT-VALUE}); 0s: none.")
  private Duration delay = Duration.ZERO;

  @Override
  int run(Console console) throws IOException, InterruptedException {
    var options = new RestartOptions(Duration.ofSeconds(seconds), rate, delay);
    return RestartLab.run(
        options, GatewayProgram.likeThisProcess(), console.out(), console.progress());
  }
}
