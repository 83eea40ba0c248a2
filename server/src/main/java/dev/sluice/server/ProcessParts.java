package dev.sluice.server;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.budget.BudgetLedger;
import java.util.Optional;

/// The optional parts that the program that starts a process may bring.
///
/// @param tracing records calls as spans
/// @param accounts teams and keys of a store
/// @param ledger keeps what calls cost
public record ProcessParts(
    Optional<Tracing> tracing, Optional<Accounts> accounts, Optional<BudgetLedger> ledger) {
  /// No optional part.
  public static final ProcessParts NONE =
      new ProcessParts(Optional.empty(), Optional.empty(), Optional.empty());

  /// Makes the parts of a process that keeps no record of what calls cost.
  public ProcessParts(Optional<Tracing> tracing, Optional<Accounts> accounts) {
    this(tracing, accounts, Optional.empty());
  }
}
