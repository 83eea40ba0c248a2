package dev.sluice.server;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.budget.BudgetLedger;
import dev.sluice.batches.file.FileStore;
import java.util.Optional;

/// The optional parts that the program that starts a process may bring.
///
/// @param tracing records calls as spans
/// @param accounts teams and keys of a store
/// @param ledger keeps what calls cost
/// @param cluster shares limits with other gateways
/// @param files what clients keep here
public record ProcessParts(
    Optional<Tracing> tracing,
    Optional<Accounts> accounts,
    Optional<BudgetLedger> ledger,
    Optional<Cluster> cluster,
    Optional<FileStore> files) {
  /// No optional part.
  public static final ProcessParts NONE =
      new ProcessParts(Optional.empty(), Optional.empty(), Optional.empty());

  /// Makes the parts of a process that is alone, and keeps no files.
  public ProcessParts(
      Optional<Tracing> tracing, Optional<Accounts> accounts, Optional<BudgetLedger> ledger) {
    this(tracing, accounts, ledger, Optional.empty(), Optional.empty());
  }
}
