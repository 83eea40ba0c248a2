package dev.sluice.cli;

import dev.sluice.cli.console.CannotStart;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `lab` where the laboratory is not: it is built from the sources, and no part of the program.
@Command(name = "lab", description = "Runs experiments; in a clone of the sources.")
final class LabCommand implements Callable<Integer> {
  /// Takes whatever an experiment would be asked with.
  @Unmatched
  @SuppressWarnings("UnusedVariable")
  private List<String> words = new ArrayList<>();

  @Override
  public Integer call() throws CannotStart {
    throw new CannotStart(
        "the laboratory is no part of this program: start it with ./sluice lab in a clone of the"
            + " sources");
  }
}
