package dev.sluice.accounts.store;

import dev.sluice.accounts.store.Database.Patience;
import dev.sluice.accounts.store.StoreException.Problem;
import dev.sluice.config.provider.Secret;
import java.util.concurrent.ExecutionException;

/// A PostgreSQL database of another program, which is only read.
public final class ForeignDatabase {
  private ForeignDatabase() {}

  /// Reads in one transaction, which sees one state of the database and may not write. Waits: each
  /// answer of the database for 10 s at most.
  ///
  /// @param url its JDBC URL, which may hold a password
  /// @param name what it is called in messages
  /// @throws StoreException if it cannot be read
  public static <T> T read(Secret url, String name, Work<T> work)
      throws StoreException, InterruptedException {
    var errors = new StoreErrors(name);
    try (var thread =
        new StoreThread("sluice-import", database(url, errors), errors, Patience.endless())) {
      return thread.run(sql -> read(sql, work)).get();
    } catch (ExecutionException e) {
      throw Store.cause(e);
    }
  }

  private static <T> T read(Sql sql, Work<T> work) {
    sql.update("set transaction isolation level repeatable read, read only");
    return work.run(sql);
  }

  private static Database database(Secret url, StoreErrors errors) throws StoreException {
    try {
      return new Postgres(url.reveal());
    } catch (IllegalArgumentException unread) {
      // The driver's message repeats the URL, which may hold a password.
      throw errors.of(Problem.AWAY, "its URL makes no sense: the port must be a number");
    }
  }
}
