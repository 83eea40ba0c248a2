package dev.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `lab`: experiments, each a command of its own.
@Command(name = "lab", description = "Runs experiments.")
final class Lab {
  private Lab() {}

  static CommandLine with(Console console) {
    return new CommandLine(new Lab())
        .addSubcommand(new LabAdmit(console))
        .addSubcommand(new LabOverhead(console))
        .addSubcommand(new LabBatch(console))
        .addSubcommand(new LabCallsCommand(console))
        .addSubcommand(new LabSurvive(console))
        .addSubcommand(new LabHostile(console))
        .addSubcommand(new LabFuzz(console))
        .addSubcommand(new LabBench());
  }
}
