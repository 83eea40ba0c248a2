package dev.sluice.lab.command;

import dev.sluice.cli.console.Console;
import dev.sluice.lab.batch.BatchLab;
import dev.sluice.lab.batch.BatchOptions;
import dev.sluice.lab.load.GatewayProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab batch`: batches that are killed and starved, and what they use and take.
@Command(
    name = "batch",
    description =
        "Kills and starves batches, compares the ledger with what was billed, and tells how much of a"
            + " quota they use, what calls beside them see of it, and what memory they take.")
final class LabBatch extends Experiment {
  private static final int SHORT_KILLS = 10;
  private static final int SHORT_LINES = 20_000;
  private static final int SHORT_RUNS = 1;

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "How often gateways are killed (${DEFAULT-VALUE}); a tenth as often where a provider runs"
              + " the batches.")
  private int kills;

  @Option(
      names = "--lines",
      paramLabel = "N",
      defaultValue = "50000",
      description = "Lines of the batches that are measured (${DEFAULT-VALUE}).")
  private int lines;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often calls beside a batch are measured (${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the instants of the kills (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description =
          "Some of the parts, with commas: kills, starves, sums, delegated, limit, beside,"
              + " unlimited, memory.")
  private Set<String> only = Set.of();

  @Option(names = "--short", description = "Ten kills, one run, batches of 20,000 lines.")
  private boolean brief;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures there too.")
  private Optional<Path> json = Optional.empty();

  @Option(names = "--html", paramLabel = "FILE", description = "Writes a page there too.")
  private Optional<Path> html = Optional.empty();

  @Override
  int run(Console console) throws IOException, InterruptedException {
    Set<BatchOptions.Part> parts =
        only.stream().map(BatchOptions.Part::of).collect(Collectors.toSet());
    var reports = new BatchOptions.Reports(json, html);
    var options =
        brief
            ? new BatchOptions(SHORT_KILLS, SHORT_LINES, SHORT_RUNS, seed, parts, reports)
            : new BatchOptions(kills, lines, runs, seed, parts, reports);
    return BatchLab.run(
        options, GatewayProgram.likeThisProcess(), console.out(), console.progress());
  }
}
