package dev.sluice.cli;

import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
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

  /// Interrupts the calling thread when the command has been asked to end.
  ///
  /// @param name of the thread that waits for it
  void interruptWhenStopped(String name) {
    Stop armed = stop.get();
    Thread command = Thread.currentThread();
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              try {
                armed.await();
                command.interrupt();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /// Whether people read what is printed at a terminal.
  static boolean terminal() {
    return Optional.ofNullable(System.console()).map(java.io.Console::isTerminal).orElse(false);
  }

  /// The process's own.
  static Console system() {
    return new Console(System.out, System.err, System.getenv(), Signals::arm);
  }
}
