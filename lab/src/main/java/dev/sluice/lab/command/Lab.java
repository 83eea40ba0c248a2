package dev.sluice.lab.command;

import dev.sluice.cli.console.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `lab`: experiments, each a command of its own.
@Command(name = "lab", description = "Runs experiments.")
record Lab(Console console) {

  /// The experiments, with the streams of a process.
  static CommandLine with(Console console) {
    return new CommandLine(new Lab(console))
        .addSubcommand(new LabAdmit())
        .addSubcommand(new LabOverhead())
        .addSubcommand(new LabCallsCommand())
        .addSubcommand(new LabProve())
        .addSubcommand(new LabSurvive())
        .addSubcommand(new LabHostile())
        .addSubcommand(new LabFaults())
        .addSubcommand(new LabAffinity())
        .addSubcommand(new LabFuzz())
        .addSubcommand(new LabReload())
        .addSubcommand(new LabRestart())
        .addSubcommand(new LabLedger())
        .addSubcommand(new LabNodes())
        .addSubcommand(new LabBatch())
        .addSubcommand(new LabStreams())
        .addSubcommand(new LabTls())
        .addSubcommand(new LabEmbed())
        .addSubcommand(new LabKeycloak())
        .addSubcommand(new LabBench());
  }
}
