package dev.sluice.accounts.store;

import dev.sluice.call.runtime.Bugs;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/// Hears what processes that share a PostgreSQL database tell each other, by its `NOTIFY`, on a
/// thread and a connection of its own. What is told while the connection is not there is lost: an
/// empty text is heard whenever it is there again.
public final class StoreListener implements AutoCloseable {
  private static final String CHANNEL = "sluice";
  private static final int WAIT_MS = 1_000;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Postgres database;
  private final Handler handler;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /// Is told what was heard.
  @FunctionalInterface
  public interface Handler {
    void heard(String told) throws InterruptedException;
  }

  /// Begins to listen.
  ///
  /// @param config of a PostgreSQL database
  public StoreListener(StoreConfig config, Handler handler) {
    this.database = new Postgres(config.url().orElseThrow().reveal());
    this.handler = handler;
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
      handler.heard("");
      PGConnection ears = connection.unwrap(PGConnection.class);
      while (closed.getCount() > 0) {
        for (PGNotification told : ears.getNotifications(WAIT_MS)) {
          handler.heard(told.getParameter());
        }
      }
    } catch (SQLException away) {
      // It is tried again.
    } catch (RuntimeException bug) {
      Bugs.report("a bug ended what is heard of other processes", bug);
    }
  }

  /// Ends within a second.
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
