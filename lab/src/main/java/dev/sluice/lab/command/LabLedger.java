package dev.sluice.lab.command;

import static dev.sluice.lab.ledger.OutageOptions.Outage.AWAY;
import static dev.sluice.lab.ledger.OutageOptions.Outage.FULL;

import dev.sluice.cli.console.Console;
import dev.sluice.lab.ledger.LedgerLab;
import dev.sluice.lab.ledger.LedgerOptions;
import dev.sluice.lab.ledger.OutageLab;
import dev.sluice.lab.ledger.OutageOptions;
import dev.sluice.lab.ledger.RowsLab;
import dev.sluice.lab.ledger.UpgradeLab;
import dev.sluice.lab.ledger.UpgradeOptions;
import dev.sluice.lab.load.GatewayProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab ledger`: what a killed gateway knows of what it has cost.
@Command(
    name = "ledger",
    description =
        "Kills a gateway under load, or takes its store away, and compares its ledger with what was"
            + " billed.")
final class LabLedger extends Experiment {
  /// How long each step of an upgrade is called.
  private static final Duration STEP = Duration.ofSeconds(10);

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

  @Option(
      names = "--away",
      paramLabel = "TIME",
      converter = LabAdmit.Time.class,
      description = "Instead takes the store away for so long under steady load: 10m.")
  private Optional<Duration> away = Optional.empty();

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "50",
      description = "Calls a second with --away (${DEFAULT-VALUE}).")
  private int rate;

  @Option(names = "--full", description = "With --away: the disk is full instead.")
  private boolean full;

  @Option(
      names = "--beside",
      paramLabel = "FOLDER",
      description =
          "Instead upgrades a store from the version of this checkout under load, and takes it"
              + " back; with --url two gateways run side by side.")
  private Optional<Path> beside = Optional.empty();

  @Option(
      names = "--url",
      paramLabel = "JDBC",
      description = {
        "With --away or --beside: an empty PostgreSQL database on this machine, in place of"
            + " SQLite:",
        "jdbc:postgresql://localhost:5432/lab?user=lab"
      })
  private Optional<String> url = Optional.empty();

  @Override
  int run(Console console) throws IOException, InterruptedException {
    if (rows.isPresent()) {
      return RowsLab.run(rows.get(), console.out());
    }
    if (away.isPresent()) {
      var options = new OutageOptions(away.get(), rate, List.of(full ? FULL : AWAY), url);
      return OutageLab.run(options, GatewayProgram.likeThisProcess(), console.out());
    }
    if (beside.isPresent()) {
      return UpgradeLab.run(upgrade(beside.get()), console.out());
    }
    var options = new LedgerOptions(kills, clients, Duration.ofMillis(each), seed);
    return LedgerLab.run(options, GatewayProgram.likeThisProcess(), console.out());
  }

  private UpgradeOptions upgrade(Path checkout) {
    Path launcher = checkout.resolve("sluice").toAbsolutePath().normalize();
    if (!Files.isExecutable(launcher)) {
      throw new IllegalArgumentException(
          "--beside must be a folder that holds a checkout; there is no " + launcher);
    }
    return new UpgradeOptions(launcher, STEP, rate, url);
  }
}
