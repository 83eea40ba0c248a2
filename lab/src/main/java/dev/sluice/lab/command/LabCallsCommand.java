package dev.sluice.lab.command;

import dev.sluice.cli.console.Console;
import dev.sluice.lab.calls.CallsOptions;
import dev.sluice.lab.calls.LabCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab calls`: how many calls to a provider are saved.
@Command(
    name = "calls",
    description = "Compares a retrieval workload with and without batching, coalescing and cache.")
final class LabCallsCommand extends Experiment {
  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "Length of each of four loads (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "200",
      description = "Calls a second (${DEFAULT-VALUE}).")
  private int rate;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the results there too.")
  private Optional<Path> json = Optional.empty();

  @Override
  int run(Console console) throws IOException, InterruptedException {
    return LabCalls.run(new CallsOptions(seconds, rate, json), console.out(), console.progress());
  }
}
