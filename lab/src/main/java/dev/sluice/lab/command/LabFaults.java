package dev.sluice.lab.command;

import dev.sluice.cli.console.Console;
import dev.sluice.lab.faults.Faults;
import dev.sluice.lab.faults.FaultsOptions;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab faults`: what a gateway makes of a provider's faults where it has a fallback.
@Command(
    name = "faults",
    description = "Makes sixteen faults of a provider, and tells what a gateway makes of each.")
final class LabFaults extends Experiment {
  @Option(
      names = "--against",
      paramLabel = "URL",
      description =
          "A gateway that runs already, such as http://127.0.0.1:8080/v1: its model `faults` goes to"
              + " `first` at the port of --port, and falls back to `second` at the next one.")
  private Optional<URI> against = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "18081",
      description = "Where the first provider listens for --against (${DEFAULT-VALUE}).")
  private int port;

  @Option(names = "--short", description = "Leaves out what takes more than a quarter of a minute.")
  private boolean brief;

  @Option(
      names = "--only",
      paramLabel = "CODE",
      split = ",",
      description = "Some of the cases in docs/faults.md, with commas between.")
  private Set<String> only = Set.of();

  @Option(
      names = "--defaults",
      paramLabel = "YAML",
      defaultValue = "{}",
      description = "The defaults of the routes, such as '{race: off}'.")
  private String defaults = "{}";

  @Override
  int run(Console console) throws IOException, InterruptedException {
    var options = new FaultsOptions(against, port, brief, only, defaults);
    return Faults.run(options, console.out());
  }
}
