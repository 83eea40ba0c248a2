package dev.sluice.cli.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The streams and environment of a command.
///
/// @param in what a command reads where a file is called `-`
/// @param out for programs
/// @param err for people
/// @param env the environment
/// @param log where `out` leads, for the call log: unlike a [PrintStream] it tells what it cannot
///   write
/// @param stop arms what will end a command that serves
/// @param program the program that a command may execute again; empty where it does not run as one
public record Console(
    InputStream in,
    PrintStream out,
    PrintStream err,
    OutputStream log,
    Map<String, String> env,
    Function<HangUp, Stop> stop,
    Supplier<Optional<Program>> program) {

  /// The signal by which a command is asked to end.
  @FunctionalInterface
  public interface Stop {

    /// Returns when the process has been asked to stop.
    void await() throws InterruptedException;

    /// Takes what to do when the process is asked to stop: it runs on the thread of the signal, at
    /// once where that has come already, perhaps twice.
    default void onStop(Runnable reaction) {}

    /// Takes what to do on a SIGHUP that does not end the command, from now on.
    default void onHangUp(Runnable reaction) {}
  }

  /// Whether people read what is printed at a terminal.
  public static boolean terminal() {
    return Optional.ofNullable(System.console()).map(java.io.Console::isTerminal).orElse(false);
  }

  /// Returns where to say how long something will still take, if people read it.
  public Optional<PrintStream> progress() {
    return terminal() ? Optional.of(err) : Optional.empty();
  }

  /// Returns the console of this process.
  public static Console system() {
    return new Console(
        System.in,
        System.out,
        System.err,
        new FileOutputStream(FileDescriptor.out),
        System.getenv(),
        hangUp -> Signals.arm(hangUp, System.err),
        Program::running);
  }
}
