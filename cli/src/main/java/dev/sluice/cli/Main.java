package dev.sluice.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The entry: `./sluice COMMAND ...`.
@Command(
    name = "sluice",
    description = "An LLM gateway.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    subcommands = {
      ServeCommand.class,
      DemoCommand.class,
      ValidateCommand.class,
      ExplainCommand.class,
      SimulateCommand.class,
      LabCommand.class
    })
public final class Main {
  private Main() {}

  /// Runs one command and exits with its code.
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
    PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
    System.exit(run(out, err, args));
  }

  /// Runs one command.
  ///
  /// @return its exit code
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(Main::failed)
        .execute(args.length == 0 ? new String[] {"--help"} : args);
  }

  private static int failed(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    Problem problem = Problem.of(failure);
    command.getErr().println(problem.text());
    return problem.exitCode();
  }
}
