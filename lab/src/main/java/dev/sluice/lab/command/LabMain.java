package dev.sluice.lab.command;

import dev.sluice.cli.Main;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.HangUp;
import dev.sluice.cli.console.InterruptOnStop;
import java.util.Map;

/// The command line of the laboratory: that of the program, with `lab`.
public final class LabMain {
  private LabMain() {}

  /// Runs the experiment that `args` name, and ends the process with its exit code.
  public static void main(String[] args) {
    System.exit(run(Console.system(), args));
  }

  /// Runs the experiment that was asked for; signals end it, and drain what it runs.
  ///
  /// @return its exit code
  public static int run(Console console, String... args) {
    try (var _ = InterruptOnStop.watch(console.stop().apply(HangUp.ENDS))) {
      return Main.run(console, Map.of("lab", () -> Lab.with(console)), args);
    }
  }
}
