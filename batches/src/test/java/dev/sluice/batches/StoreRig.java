package dev.sluice.batches;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.ReadyStores;
import dev.sluice.accounts.store.Owners;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.accounts.store.Work;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;

/// A store of batches for one process.
///
/// @param owners the process among others
record StoreRig(Accounts accounts, BatchRows rows, BatchOwners owners) implements AutoCloseable {
  /// The databases that there are.
  enum Kind {
    SQLITE,
    POSTGRESQL
  }

  static StoreConfig config(Kind kind, Path folder) throws SQLException {
    return switch (kind) {
      case SQLITE -> ReadyStores.ready(StoreConfig.in(folder));
      case POSTGRESQL -> new StoreConfig(folder, Optional.of(new Secret(TestPostgres.database())));
    };
  }

  static StoreRig open(StoreConfig config, String process)
      throws StoreException, InterruptedException {
    return open(config, process, Clock.SYSTEM);
  }

  /// @param clock measures leases
  static StoreRig open(StoreConfig config, String process, Clock clock)
      throws StoreException, InterruptedException {
    Accounts accounts = Accounts.open(config, Clock.SYSTEM);
    var rows = new BatchRows(accounts);
    return new StoreRig(accounts, rows, new BatchOwners(rows, new Owners(process), clock));
  }

  <T> T write(Work<T> work) throws StoreException, InterruptedException {
    return rows.write(work);
  }

  void run(Consumer<Sql> work) throws StoreException, InterruptedException {
    boolean _ =
        rows.write(
            sql -> {
              work.accept(sql);
              return true;
            });
  }

  /// A team's batch.
  Optional<Batch> find(String team, String id) throws StoreException, InterruptedException {
    return rows.write(sql -> BatchTable.find(sql, team, id));
  }

  /// Lets something happen to a batch for its owner.
  Optional<Batch> change(String id, long epoch, BatchEvent event, long now)
      throws StoreException, InterruptedException {
    return rows.write(sql -> BatchTable.change(sql, id, epoch, one -> one.next(event, now)));
  }

  @Override
  public void close() {
    accounts.close();
  }
}
