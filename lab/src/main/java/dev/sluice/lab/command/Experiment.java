package dev.sluice.lab.command;

import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.server.CannotListen;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParentCommand;

/// A command that runs an experiment. What keeps the experiment from running ends the command with
/// a sentence.
abstract class Experiment implements Callable<Integer> {
  @ParentCommand private @Nullable Lab lab;

  /// Runs the experiment, and returns its exit code.
  abstract int run(Console console)
      throws CannotStart, CannotListen, IOException, InterruptedException;

  @Override
  public final Integer call() throws CannotStart, InterruptedException {
    try {
      return run(Objects.requireNonNull(lab).console());
    } catch (CannotListen | IOException | IllegalArgumentException e) {
      throw new CannotStart(String.valueOf(e.getMessage()));
    }
  }
}
