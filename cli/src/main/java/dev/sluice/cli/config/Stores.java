package dev.sluice.cli.config;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.call.runtime.Clock;
import dev.sluice.cli.console.CannotStart;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Opens the store of a configuration beside what else a start does: it takes a while, and nothing
/// of it is loaded where there is none.
public final class Stores {
  private final Optional<FutureTask<Accounts>> opening;

  private Stores(Optional<FutureTask<Accounts>> opening) {
    this.opening = opening;
  }

  /// Begins.
  public static Stores open(Optional<StoreConfig> config) {
    Optional<FutureTask<Accounts>> opening =
        config.map(store -> new FutureTask<>(() -> Accounts.open(store, Clock.SYSTEM)));
    opening.ifPresent(task -> Thread.ofPlatform().daemon().name("sluice-open").start(task));
    return new Stores(opening);
  }

  /// Waits for it.
  ///
  /// @throws CannotStart if it cannot be opened, and no last copy of the keys will do
  public Optional<Accounts> await() throws CannotStart, InterruptedException {
    return opening.isPresent() ? Optional.of(opened(opening.get())) : Optional.empty();
  }

  private static Accounts opened(FutureTask<Accounts> task)
      throws CannotStart, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException why) {
        throw new CannotStart(String.valueOf(why.getMessage()));
      }
      throw new IllegalStateException("a bug kept the store from being opened", e);
    }
  }
}
