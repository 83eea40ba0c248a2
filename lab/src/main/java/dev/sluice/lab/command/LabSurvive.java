package dev.sluice.lab.command;

import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.lab.survive.Survive;
import dev.sluice.lab.survive.SurviveOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab survive`: the effect of failing providers on calls, beside an SDK alone.
@Command(
    name = "survive",
    description = "Lets an hour of failing providers pass in minutes, beside an SDK alone.")
final class LabSurvive implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "240",
      description = "How long the hour takes (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "40",
      description = "Calls a second, through each (${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--spread",
      paramLabel = "X",
      defaultValue = "0.4",
      description =
          "How spread first tokens are: the deviation of their logarithm (${DEFAULT-VALUE}).")
  private double spread;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of all that providers draw (${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the results there too.")
  private Optional<Path> json = Optional.empty();

  LabSurvive(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    try {
      var options = new SurviveOptions(Duration.ofSeconds(seconds), rate, spread, seed, json);
      return Survive.run(options, console.out(), console.progress());
    } catch (IOException | IllegalArgumentException e) {
      throw new CannotStart(String.valueOf(e.getMessage()));
    }
  }
}
