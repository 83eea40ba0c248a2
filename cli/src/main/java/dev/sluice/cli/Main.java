package dev.sluice.cli;

import dev.sluice.server.config.ConfigException;
import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ScopeType;

/// The command line.
@Command(
    name = "sluice",
    description = {"An LLM gateway.", "`./sluice test` runs every test."},
    mixinStandardHelpOptions = true,
    versionProvider = VersionReport.class,
    scope = ScopeType.INHERIT)
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
    CommandLine line =
        new CommandLine(new Main())
            .addSubcommand(new Serve(console))
            .addSubcommand(new Demonstrate(console))
            .addSubcommand(new Validate(console))
            .addSubcommand(new Explain(console))
            .addSubcommand(new Simulate(console))
            .addSubcommand(Lab.with(console))
            .addSubcommand(new HelpCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(writer(console.out()));
    line.setErr(writer(console.err()));
    line.setExecutionExceptionHandler((e, _, _) -> cannotStart(console, e));
    return line.execute(args);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }

  private static int cannotStart(Console console, Exception e) {
    String why =
        switch (e) {
          case ConfigException problems -> problems.getMessage();
          case CannotStart cannot -> "sluice: " + cannot.getMessage();
          default -> "sluice: a bug: " + e;
        };
    console.err().println(why);
    return ExitCode.CANNOT_START;
  }
}
