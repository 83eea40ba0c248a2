package dev.sluice.accounts.store;

import dev.sluice.accounts.store.Database.Patience;
import dev.sluice.call.runtime.Bugs;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/// Hears what processes that share a PostgreSQL database tell each other, by its `NOTIFY`, on a
/// thread and a connection of its own, and looks there by itself, too. What is told while the
/// connection is not there is lost, and a pooler in between may let nothing through: a look finds
/// what has changed all the same, and notices a connection that was cut without a word.
public final class StoreListener implements AutoCloseable {
  private static final String CHANNEL = "sluice";
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Postgres database;
  private final Handler handler;
  private final int lookEachMs;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /// Looks, and is told what was heard. Both on the listener's thread, so that neither may wait for
  /// the store's other threads.
  public interface Handler {
    /// Looks whether anything has changed: whenever the connection is there again, something was
    /// heard, or nothing for a while.
    ///
    /// @param sql each statement of it is a transaction of its own
    void look(Sql sql) throws InterruptedException;

    /// Is told what was heard, once where it was told several times meanwhile; an empty text
    /// whenever the connection is there again. After a look.
    void heard(String told) throws InterruptedException;
  }

  /// Begins to listen.
  ///
  /// @param config of a PostgreSQL database
  /// @param lookEach how long nothing is heard until it looks by itself
  public StoreListener(StoreConfig config, Duration lookEach, Handler handler) {
    this.database = new Postgres(config.url().orElseThrow().reveal());
    this.handler = handler;
    this.lookEachMs = Math.toIntExact(lookEach.toMillis());
    this.thread = Thread.ofPlatform().daemon().name("sluice-listener").start(this::run);
  }

  /// Tells all processes that listen, this one too, once the transaction is committed. Nothing
  /// where the store is not PostgreSQL.
  ///
  /// @return whether it is
  public static boolean tell(Sql sql, String what) {
    return sql.isPostgres() && sql.has("select pg_notify(?, ?)", CHANNEL, what);
  }

  private void run() {
    try {
      do {
        listen();
      } while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen() throws InterruptedException {
    try (Connection connection = database.source().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("listen " + CHANNEL);
      hear(connection);
    } catch (SQLException | JdbcSql.Failure away) {
      // It is tried again.
    } catch (RuntimeException bug) {
      Bugs.report("a bug ended what is heard of other processes", bug);
    }
  }

  private void hear(Connection connection) throws SQLException, InterruptedException {
    var sql = new JdbcSql(connection, new JdbcSql.Neighbours(database, Patience.endless()));
    PGConnection ears = connection.unwrap(PGConnection.class);
    Set<String> told = Set.of("");
    while (closed.getCount() > 0) {
      handler.look(sql);
      for (String one : told) {
        handler.heard(one);
      }
      told = told(ears);
    }
  }

  /// Waits for what is told next, unless something was while the connection was used otherwise.
  private Set<String> told(PGConnection ears) throws SQLException {
    PGNotification[] met = ears.getNotifications();
    Set<String> told = new LinkedHashSet<>();
    for (PGNotification one : met.length > 0 ? met : ears.getNotifications(lookEachMs)) {
      told.add(one.getParameter());
    }
    return told;
  }

  /// Ends, at its next look at the latest.
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
