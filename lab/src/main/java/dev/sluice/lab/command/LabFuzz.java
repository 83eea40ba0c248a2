package dev.sluice.lab.command;

import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.lab.fuzz.Fuzz;
import dev.sluice.lab.fuzz.FuzzOptions;
import dev.sluice.lab.fuzz.FuzzTarget;
import dev.sluice.lab.fuzz.ScannerCheck;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab fuzz`: random bytes for whatever reads bytes.
@Command(
    name = "fuzz",
    description = "Feeds random bytes to whatever reads what others have written, with Jazzer.")
final class LabFuzz extends Experiment {
  @Option(
      names = "--only",
      paramLabel = "TARGET",
      split = ",",
      description = "Some of ${COMPLETION-CANDIDATES}, with commas between.")
  private Set<FuzzTarget> only = EnumSet.allOf(FuzzTarget.class);

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "15",
      description = "How long each is fuzzed (${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--bodies",
      paramLabel = "N",
      description =
          "Instead: so many random requests, each read by the request scanner and by Jackson.")
  private long bodies;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What these requests are made up from (${DEFAULT-VALUE}).")
  private long seed;

  @Override
  int run(Console console) throws CannotStart, IOException, InterruptedException {
    if (bodies > 0) {
      return ScannerCheck.run(bodies, seed, console.out());
    }
    return Fuzz.run(new FuzzOptions(only, minutes), SourceTree.here(), console.out());
  }
}
