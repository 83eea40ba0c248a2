package dev.sluice.cli;

import picocli.CommandLine.Command;

/// Measurements and comparisons.
@Command(
    name = "lab",
    description = "Measures and compares.",
    mixinStandardHelpOptions = true,
    subcommands = {OverheadCommand.class, BenchCommand.class})
final class LabCommand {}
