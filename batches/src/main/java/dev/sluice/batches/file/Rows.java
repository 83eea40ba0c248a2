package dev.sluice.batches.file;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.Work;

/// The way to the store, which may be away.
record Rows(Accounts accounts) {
  /// Runs work that only reads.
  <T> T read(Work<T> work) throws FileRefused, InterruptedException {
    try {
      return accounts.opened().read(work);
    } catch (StoreException why) {
      throw FileRefused.of(why);
    }
  }

  /// Runs work that writes.
  <T> T write(Work<T> work) throws FileRefused, InterruptedException {
    try {
      Store open = accounts.opened();
      return open.await(open.write(work));
    } catch (StoreException why) {
      throw FileRefused.of(why);
    }
  }
}
