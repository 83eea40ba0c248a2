package dev.sluice.cli.config;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.budget.BudgetLedger;
import dev.sluice.accounts.ledger.JournalException;
import dev.sluice.accounts.ledger.Ledger;
import dev.sluice.accounts.ledger.LedgerConfig;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Rollback;
import dev.sluice.cli.console.CannotStart;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Opens the store of a configuration beside what else a start does: it takes a while, and nothing
/// of it is loaded where there is none. The thread of a signal may give up; all else is for the
/// thread of the start.
public final class Stores {
  private final Optional<FutureTask<Opened>> opening;
  private volatile boolean givenUp;

  /// The accounts and the budgets of a store that has been opened.
  public record Opened(Accounts accounts, BudgetLedger ledger) {}

  /// The end of a start that nobody waits for any more.
  public static final class GivenUp extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private Stores(Optional<FutureTask<Opened>> opening) {
    this.opening = opening;
  }

  /// Begins, for a gateway that is alone.
  ///
  /// @param zone where a day of the ledger begins
  public static Stores open(Optional<StoreConfig> config, ZoneId zone) {
    return open(config, zone, false);
  }

  /// Begins.
  ///
  /// @param zone where a day of the ledger begins
  /// @param shared whether other gateways spend from the same budgets
  public static Stores open(Optional<StoreConfig> config, ZoneId zone, boolean shared) {
    Optional<FutureTask<Opened>> opening =
        config.map(store -> new FutureTask<>(() -> open(store, zone, shared)));
    opening.ifPresent(task -> Thread.ofPlatform().daemon().name("sluice-open").start(task));
    return new Stores(opening);
  }

  private static Opened open(StoreConfig store, ZoneId zone, boolean shared)
      throws StoreException, JournalException, InterruptedException {
    Accounts accounts = Accounts.open(store, Clock.SYSTEM);
    try (var rollback = Rollback.of(accounts::close)) {
      LedgerConfig own = LedgerConfig.in(store.path(), store.keep(), zone);
      LedgerConfig config = shared ? own.ofSeveral() : own;
      Ledger ledger = Ledger.open(config, accounts::store, accounts::nameOf, Clock.SYSTEM);
      return rollback.keep(new Opened(accounts, ledger));
    }
  }

  /// Ends the wait. A store that is being opened is left as the end of the process leaves it.
  public void giveUp() {
    givenUp = true;
    opening.ifPresent(task -> task.cancel(true));
  }

  /// Waits for it.
  ///
  /// @throws CannotStart if it cannot be opened, and no last copy of the keys will do
  /// @throws GivenUp if it was given up, with a store or without; one that was opened is closed
  public Optional<Opened> await() throws CannotStart, GivenUp, InterruptedException {
    Optional<Opened> opened =
        opening.isPresent() ? Optional.of(opened(opening.get())) : Optional.empty();
    if (givenUp) {
      opened.ifPresent(Stores::close);
      throw new GivenUp();
    }
    return opened;
  }

  private static void close(Opened opened) {
    opened.ledger().close();
    opened.accounts().close();
  }

  private static Opened opened(FutureTask<Opened> task)
      throws CannotStart, GivenUp, InterruptedException {
    try {
      return task.get();
    } catch (CancellationException e) {
      throw new GivenUp();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException why) {
        throw new CannotStart(String.valueOf(why.getMessage()));
      }
      if (e.getCause() instanceof JournalException why) {
        throw new CannotStart(String.valueOf(why.getMessage()));
      }
      throw new IllegalStateException("a bug kept the store from being opened", e);
    }
  }
}
