package dev.sluice.accounts;

import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.StoreException.Problem;
import dev.sluice.accounts.store.StoreListener;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The other processes that have their accounts in the same database: they are told of each change,
/// and their changes are heard of at once where somebody listens. Safe for any thread.
final class OtherProcesses implements AutoCloseable {
  /// What is told of a change of accounts.
  private static final String CHANGED = "accounts";

  private static final int ATTEMPTS = 5;

  private final Look look;
  private volatile @Nullable StoreListener listener;

  /// A look at what has changed.
  @FunctionalInterface
  interface Look {
    void look() throws InterruptedException;
  }

  /// A change that may come second.
  @FunctionalInterface
  interface Change<T> {
    T make() throws StoreException, InterruptedException;
  }

  /// @param look called when another process has changed something, or may have
  OtherProcesses(Look look) {
    this.look = look;
  }

  /// Makes a change. Processes that share a database may take the same place in the audit log: the
  /// one that comes second tries again.
  static <T> T besideThem(Change<T> change) throws StoreException, InterruptedException {
    StoreException last = null;
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        return change.make();
      } catch (StoreException e) {
        if (e.problem() != Problem.CONFLICT) {
          throw e;
        }
        last = e;
      }
    }
    throw Objects.requireNonNull(last);
  }

  /// Tells the others, once the transaction of a change is committed.
  static void tell(Sql sql) {
    boolean _ = StoreListener.tell(sql, CHANGED);
  }

  /// Hears the others from now on.
  ///
  /// @param config of a PostgreSQL database
  /// @param orders is told what else is told to all processes
  void listen(StoreConfig config, Consumer<String> orders) {
    listener = new StoreListener(config, told -> heard(told, orders));
  }

  private void heard(String told, Consumer<String> orders) throws InterruptedException {
    if (told.isEmpty() || told.equals(CHANGED)) {
      look.look();
    }
    if (!told.equals(CHANGED)) {
      orders.accept(told);
    }
  }

  @Override
  public void close() {
    StoreListener open = listener;
    if (open != null) {
      open.close();
    }
  }
}
