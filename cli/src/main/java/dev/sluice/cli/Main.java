package dev.sluice.cli;

import dev.sluice.call.text.Printable;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import dev.sluice.config.yaml.ConfigException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// The command line of Sluice, with the entry point of the program.
public final class Main {
  private Main() {}

  /// Runs the command that `args` name, and ends the process with its exit code.
  public static void main(String[] args) {
    System.exit(run(Console.system(), args));
  }

  /// Runs a command.
  ///
  /// @return its exit code
  static int run(Console console, String... args) {
    Optional<Serve> serve = Serve.plainly(console, args);
    return serve.isPresent() ? run(console, serve.get()) : run(console, Map.of(), args);
  }

  /// Runs a command of a program that has more of them than this one.
  ///
  /// @param more what makes each, by its name
  /// @return its exit code
  public static int run(Console console, Map<String, Supplier<Object>> more, String... args) {
    return Commands.run(console, more, args);
  }

  private static int run(Console console, Callable<Integer> command) {
    try {
      return command.call();
    } catch (Exception e) {
      return ended(console, e);
    }
  }

  /// Says why there is nothing to run, unless it was asked to end.
  ///
  /// @return the exit code
  static int ended(Console console, Exception e) {
    return e instanceof InterruptedException ? ExitCode.ENDED : cannotStart(console, e);
  }

  private static int cannotStart(Console console, Exception e) {
    String why =
        switch (e) {
          case ConfigException problems -> String.valueOf(problems.getMessage());
          case CannotStart cannot -> "sluice: " + cannot.getMessage();
          default -> "sluice: a bug: " + e;
        };
    why.lines().map(line -> Printable.line(line, '?')).forEach(console.err()::println);
    return ExitCode.CANNOT_START;
  }
}
