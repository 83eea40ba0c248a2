package dev.sluice.accounts.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;

/// The configuration of a ledger.
///
/// @param folder where its journal is
/// @param keep how long calls are kept one by one, at least; sums stay for good
/// @param zone where a day begins
/// @param sizes the sizes of the journal
/// @param shared whether other processes spend from the same budgets, which takes PostgreSQL
public record LedgerConfig(
    Path folder, Duration keep, ZoneId zone, Journal.Sizes sizes, boolean shared) {
  private static final String JOURNAL = "journal";

  /// Makes the configuration of a ledger whose budgets are its own.
  public LedgerConfig(Path folder, Duration keep, ZoneId zone, Journal.Sizes sizes) {
    this(folder, keep, zone, sizes, false);
  }

  /// The folder of the journal in the folder of a process's own files.
  public static Path journal(Path path) {
    return path.resolve(JOURNAL);
  }

  /// A ledger whose journal lies in the folder of a process's own files, in its usual size.
  public static LedgerConfig in(Path path, Duration keep, ZoneId zone) {
    return new LedgerConfig(journal(path), keep, zone, Journal.Sizes.USUAL);
  }

  /// This ledger, whose budgets other processes spend from, too.
  public LedgerConfig ofSeveral() {
    return new LedgerConfig(folder, keep, zone, sizes, true);
  }
}
