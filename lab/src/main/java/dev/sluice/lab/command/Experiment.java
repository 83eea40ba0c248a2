package dev.sluice.lab.command;

import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.server.CannotListen;
import java.io.IOException;
import java.util.concurrent.Callable;

/// A command that runs an experiment. What keeps the experiment from running ends the command with
/// a sentence.
abstract class Experiment implements Callable<Integer> {
  final Console console;

  Experiment(Console console) {
    this.console = console;
  }

  /// Runs the experiment, and returns its exit code.
  abstract int run() throws CannotStart, CannotListen, IOException, InterruptedException;

  @Override
  public final Integer call() throws CannotStart, InterruptedException {
    try {
      return run();
    } catch (CannotListen | IOException | IllegalArgumentException e) {
      throw new CannotStart(String.valueOf(e.getMessage()));
    }
  }
}
