package dev.sluice.lab.command;

import dev.sluice.cli.console.Console;
import dev.sluice.lab.hostile.Hostile;
import dev.sluice.lab.hostile.HostileOptions;
import dev.sluice.lab.load.GatewayProgram;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab hostile`: the harm that one client can do to the others.
@Command(
    name = "hostile",
    description = "Attacks a gateway, and tells of each attack whether the others are served.")
final class LabHostile extends Experiment {
  @Option(
      names = "--against",
      paramLabel = "URL",
      description = "A gateway that runs already, such as http://127.0.0.1:8080.")
  private Optional<URI> against = Optional.empty();

  @Option(
      names = "--short",
      description =
          "Leaves out what takes more than a few seconds, and sizes of memory but the least.")
  private boolean brief;

  @Option(
      names = "--only",
      paramLabel = "CODE",
      split = ",",
      description = "Some of the cases in docs/faults.md, with commas between.")
  private Set<String> only = Set.of();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "0",
      description = "How long attacks and honest calls run beside each other.")
  private int minutes;

  @Option(
      names = "--honest",
      paramLabel = "N",
      defaultValue = "200",
      description = "Honest calls a second meanwhile (${DEFAULT-VALUE}).")
  private int honest;

  @Override
  int run(Console console) throws IOException, InterruptedException {
    HostileOptions options = new HostileOptions(against, brief, only, minutes, honest);
    return Hostile.run(options, GatewayProgram.likeThisProcess(), console.out());
  }
}
