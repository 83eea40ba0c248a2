package dev.sluice.cli;

import dev.sluice.cli.accounts.ApplyCommand;
import dev.sluice.cli.accounts.AuditCommand;
import dev.sluice.cli.accounts.BudgetsCommand;
import dev.sluice.cli.accounts.CallsCommand;
import dev.sluice.cli.accounts.ForgetCommand;
import dev.sluice.cli.accounts.KeysCommand;
import dev.sluice.cli.accounts.NodesCommand;
import dev.sluice.cli.accounts.SpendCommand;
import dev.sluice.cli.accounts.StoreCommand;
import dev.sluice.cli.accounts.TeamsCommand;
import dev.sluice.cli.batch.BatchCommand;
import dev.sluice.cli.batch.FilesCommand;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.explain.Explain;
import dev.sluice.cli.help.HelpCommand;
import dev.sluice.cli.litellm.ImportCommand;
import dev.sluice.cli.prices.Prices;
import dev.sluice.cli.report.ReportCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/// All commands, with their options and their help.
@Command(
    name = "sluice",
    description = {"An LLM gateway.", "`./sluice test` runs every test."},
    mixinStandardHelpOptions = true,
    versionProvider = VersionReport.class,
    scope = ScopeType.INHERIT)
final class Commands {
  private Commands() {}

  /// Runs the command that `args` name.
  ///
  /// @param more what makes commands of another program, by their names
  /// @return its exit code
  static int run(Console console, Map<String, Supplier<Object>> more, String... args) {
    CommandLine line = new CommandLine(new Commands());
    commands(console, more, args)
        .forEach((name, command) -> line.addSubcommand(name, command.get()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(writer(console.out()));
    line.setErr(writer(console.err()));
    line.setExecutionExceptionHandler((e, _, _) -> Main.ended(console, e));
    return line.execute(args);
  }

  /// The command that is asked for, alone: to describe them all takes a quarter of a second at the
  /// start. All of them where none is.
  private static Map<String, Supplier<Object>> commands(
      Console console, Map<String, Supplier<Object>> more, String... args) {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("serve", () -> new Serve(console));
    all.put("demo", () -> new DemoCommand(console));
    all.put("init", () -> new InitCommand(console));
    all.put("validate", () -> new Validate(console));
    all.put("schema", () -> new SchemaCommand(console));
    all.put("explain", () -> new Explain(console));
    all.put("reload", () -> new ReloadCommand(console));
    all.put("login", () -> new LoginCommand(console));
    all.put("nodes", () -> new NodesCommand(console));
    all.put("report", () -> new ReportCommand(console));
    all.put("prices", () -> Prices.with(console));
    all.put("import", () -> ImportCommand.with(console));
    all.put("keys", () -> new KeysCommand(console));
    all.put("teams", () -> new TeamsCommand(console));
    all.put("apply", () -> new ApplyCommand(console));
    all.put("spend", () -> new SpendCommand(console));
    all.put("calls", () -> new CallsCommand(console));
    all.put("budgets", () -> new BudgetsCommand(console));
    all.put("batch", () -> BatchCommand.with(console));
    all.put("files", () -> new FilesCommand(console));
    all.put("audit", () -> new AuditCommand(console));
    all.put("store", () -> new StoreCommand(console));
    all.put("forget", () -> new ForgetCommand(console));
    all.put("simulate", () -> new Simulate(console));
    all.put("lab", LabCommand::new);
    all.put("rehearse", WarmUpCommand::new);
    all.putAll(more);
    Supplier<Object> asked = args.length == 0 ? null : all.get(args[0]);
    if (asked != null) {
      return Map.of(args[0], asked);
    }
    all.put("help", HelpCommand::new);
    return all;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }
}
