package dev.sluice.accounts;

import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.StoreException.Problem;
import dev.sluice.accounts.store.StoreListener;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The other processes that have their accounts in the same database: they are told of each change,
/// and their changes are heard of at once where somebody listens, and looked for often, since what
/// is told may be lost. Safe for any thread.
final class OtherProcesses implements AutoCloseable {
  /// What is told of a change of accounts.
  private static final String CHANGED = "accounts";

  private static final int ATTEMPTS = 5;

  /// How long a change goes unseen at most that nothing was heard of: a quarter of the time in
  /// which it is to hold for all.
  private static final Duration LOOK_EACH = Duration.ofMillis(500);

  private final Look look;
  private final Runnable heard;
  private volatile @Nullable StoreListener listener;

  /// A look at the keys.
  @FunctionalInterface
  interface Look {
    void look(Sql sql);
  }

  /// A change that may come second.
  @FunctionalInterface
  interface Change<T> {
    T make() throws StoreException, InterruptedException;
  }

  /// @param look called often, and when another process has changed something
  /// @param heard called when another process has changed something, or may have, after a look
  OtherProcesses(Look look, Runnable heard) {
    this.look = look;
    this.heard = heard;
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
    listen(config, LOOK_EACH, orders);
  }

  /// @param lookEach how long nothing is heard until it looks by itself
  void listen(StoreConfig config, Duration lookEach, Consumer<String> orders) {
    listener = new StoreListener(config, lookEach, new Ears(look, heard, orders));
  }

  /// What is done with what is heard.
  private record Ears(Look keys, Runnable changed, Consumer<String> orders)
      implements StoreListener.Handler {
    @Override
    public void look(Sql sql) {
      keys.look(sql);
    }

    @Override
    public void heard(String told) {
      if (told.isEmpty() || told.equals(CHANGED)) {
        changed.run();
      }
      if (!told.equals(CHANGED)) {
        orders.accept(told);
      }
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
