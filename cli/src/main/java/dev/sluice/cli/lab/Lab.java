package dev.sluice.cli.lab;

import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.HangUp;
import dev.sluice.cli.console.InterruptOnStop;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/// `lab`: experiments, each a command of its own.
@Command(name = "lab", description = "Runs experiments.")
public final class Lab {
  private Lab() {}

  /// Runs the experiment that was asked for; signals end it, and drain what it runs.
  public static int run(Console console, ParseResult asked) {
    try (var _ = InterruptOnStop.watch(console.stop().apply(HangUp.ENDS))) {
      return new RunLast().execute(asked);
    }
  }

  public static CommandLine with(Console console) {
    return new CommandLine(new Lab())
        .addSubcommand(new LabAdmit(console))
        .addSubcommand(new LabOverhead(console))
        .addSubcommand(new LabBatch(console))
        .addSubcommand(new LabCallsCommand(console))
        .addSubcommand(new LabProve(console))
        .addSubcommand(new LabSurvive(console))
        .addSubcommand(new LabHostile(console))
        .addSubcommand(new LabFaults(console))
        .addSubcommand(new LabAffinity(console))
        .addSubcommand(new LabFuzz(console))
        .addSubcommand(new LabReload(console))
        .addSubcommand(new LabLedger(console))
        .addSubcommand(new LabBench());
  }
}
