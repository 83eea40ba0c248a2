package dev.sluice.cli;

import dev.sluice.lab.overhead.Launch;
import dev.sluice.lab.overhead.Overhead;
import dev.sluice.lab.overhead.OverheadOptions;
import dev.sluice.lab.overhead.OverheadOptions.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab overhead`: what the gateway costs, beside nginx.
@Command(
    name = "overhead",
    description = "Measures what the gateway costs, beside nginx where it is installed.")
final class LabOverhead implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Visits to each proxy (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Length of each visit (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = "Some of ${COMPLETION-CANDIDATES}, with commas between.")
  private Set<Part> only = EnumSet.allOf(Part.class);

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the results there too.")
  private Optional<Path> json = Optional.empty();

  @Option(names = "--default-scheduler", description = "Measures that mode too.")
  private boolean defaultScheduler;

  LabOverhead(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    try {
      Optional<Launch> sluice = Optional.of(Launch.likeThisProcess());
      OverheadOptions options =
          new OverheadOptions(rounds, seconds, only, json, sluice, defaultScheduler);
      return Overhead.run(options, console.out());
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new CannotStart(String.valueOf(e.getMessage()));
    }
  }
}
