package dev.sluice.cli.lab;

import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.lab.ledger.LedgerLab;
import dev.sluice.lab.ledger.LedgerOptions;
import dev.sluice.lab.ledger.RowsLab;
import dev.sluice.lab.load.GatewayProgram;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab ledger`: what a killed gateway knows of what it has cost.
@Command(
    name = "ledger",
    description = "Kills a gateway under load, and compares its ledger with what was billed.")
final class LabLedger implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "100",
      description = "How often (${DEFAULT-VALUE}).")
  private int kills;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "16",
      description = "Calls at the same time (${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--each",
      paramLabel = "MS",
      defaultValue = "1000",
      description = "Milliseconds of load before a kill, at most (${DEFAULT-VALUE}).")
  private int each;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the instants of the kills (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Instead fills a store with so many calls, and times questions.")
  private Optional<Long> rows = Optional.empty();

  LabLedger(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    try {
      if (rows.isPresent()) {
        return RowsLab.run(rows.get(), console.out());
      }
      var options = new LedgerOptions(kills, clients, Duration.ofMillis(each), seed);
      return LedgerLab.run(options, GatewayProgram.likeThisProcess(), console.out());
    } catch (IOException | IllegalArgumentException e) {
      throw new CannotStart(String.valueOf(e.getMessage()));
    }
  }
}
