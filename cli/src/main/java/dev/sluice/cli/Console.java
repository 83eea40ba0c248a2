package dev.sluice.cli;

import java.io.PrintStream;
import java.util.Map;
import java.util.function.Supplier;

/// What a command has of the world.
///
/// @param out for programs
/// @param err for people
/// @param env the environment
/// @param stop arms what will end a command that serves
record Console(PrintStream out, PrintStream err, Map<String, String> env, Supplier<Stop> stop) {

  /// Tells that a command has been asked to end.
  @FunctionalInterface
  interface Stop {

    /// Returns when it has.
    void await() throws InterruptedException;
  }

  /// The process's own.
  static Console system() {
    return new Console(System.out, System.err, System.getenv(), Signals::arm);
  }
}
