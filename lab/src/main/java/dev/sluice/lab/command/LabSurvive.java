package dev.sluice.lab.command;

import dev.sluice.call.text.EnumWords;
import dev.sluice.cli.console.Console;
import dev.sluice.lab.survive.Day;
import dev.sluice.lab.survive.Survive;
import dev.sluice.lab.survive.SurviveOptions;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lab survive`: the effect of failing providers on calls, beside an SDK alone.
@Command(
    name = "survive",
    description = "Lets an hour of failing providers pass in minutes, beside an SDK alone.")
final class LabSurvive extends Experiment {
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

  @Option(
      names = "--day",
      paramLabel = "NAME",
      defaultValue = "hour",
      description =
          "With --without: the faults that are played: hour, cuts, late or crashes"
              + " (${DEFAULT-VALUE}).")
  private String day = "hour";

  @Mixin private ComparedOptions compared = new ComparedOptions();

  @Override
  int run(Console console) throws IOException, InterruptedException {
    var options =
        new SurviveOptions(
            EnumWords.read(Day.class, "the day", day),
            Duration.ofSeconds(seconds),
            rate,
            spread,
            compared.from(seed));
    return Survive.run(options, console.out(), console.progress());
  }
}
