package dev.sluice.lab.command;

import dev.sluice.cli.console.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `lab`: experiments, each a command of its own.
@Command(name = "lab", description = "Runs experiments.")
final class Lab {
  private Lab() {}

  /// The experiments, with the streams of a process.
  static CommandLine with(Console console) {
    return new CommandLine(new Lab())
        .addSubcommand(new LabAdmit(console))
        .addSubcommand(new LabOverhead(console))
        .addSubcommand(new LabCallsCommand(console))
        .addSubcommand(new LabProve(console))
        .addSubcommand(new LabSurvive(console))
        .addSubcommand(new LabHostile(console))
        .addSubcommand(new LabFaults(console))
        .addSubcommand(new LabAffinity(console))
        .addSubcommand(new LabFuzz(console))
        .addSubcommand(new LabReload(console))
        .addSubcommand(new LabRestart(console))
        .addSubcommand(new LabLedger(console))
        .addSubcommand(new LabNodes(console))
        .addSubcommand(new LabTls(console))
        .addSubcommand(new LabEmbed(console))
        .addSubcommand(new LabBench());
  }
}
