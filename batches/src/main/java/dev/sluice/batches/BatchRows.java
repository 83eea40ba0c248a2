package dev.sluice.batches;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.Work;
import java.util.concurrent.CompletableFuture;

/// The way to the rows of batches: the store of the accounts, as long as it is open. Safe for any
/// thread; what waits is not for a loop.
record BatchRows(Accounts accounts) {

  /// Runs work in a transaction, and waits for it.
  <T> T write(Work<T> work) throws StoreException, InterruptedException {
    Store store = accounts.opened();
    return store.await(store.write(work));
  }

  /// Runs work in a transaction. Returns at once; the result fails with a [StoreException].
  <T> CompletableFuture<T> begin(Work<T> work) {
    try {
      return accounts.opened().write(work);
    } catch (StoreException away) {
      return CompletableFuture.failedFuture(away);
    }
  }

  /// Runs work that only reads, and waits for it.
  <T> T read(Work<T> work) throws StoreException, InterruptedException {
    return accounts.opened().read(work);
  }

  /// Runs work on leases, and waits for it.
  <T> T lease(Work<T> work) throws StoreException, InterruptedException {
    Store store = accounts.opened();
    return store.await(store.lease(work));
  }
}
