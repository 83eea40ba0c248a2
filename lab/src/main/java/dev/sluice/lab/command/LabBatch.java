package dev.sluice.lab.command;

import dev.sluice.cli.console.Console;
import dev.sluice.lab.batch.BatchLab;
import dev.sluice.lab.batch.BatchOptions;
import dev.sluice.lab.batch.BatchOptions.Part;
import dev.sluice.server.CannotListen;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab batch`: the worth of batching, and whether it is right.
@Command(
    name = "batch",
    description = "Measures batching, and compares its answers with those to the same calls alone.")
final class LabBatch extends Experiment {
  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = "Some of ${COMPLETION-CANDIDATES}, with commas between.")
  private Set<Part> only = EnumSet.allOf(Part.class);

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long each rate is kept up (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--calls",
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many random calls are compared (${DEFAULT-VALUE}).")
  private int calls;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of all that is drawn (${DEFAULT-VALUE}).")
  private long seed;

  LabBatch(Console console) {
    super(console);
  }

  @Override
  int run() throws CannotListen, InterruptedException {
    return BatchLab.run(new BatchOptions(only, seconds, calls, seed), console.out());
  }
}
