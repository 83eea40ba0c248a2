package dev.sluice.accounts.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/// One PostgreSQL for the tests of a process, with a database for each: a server takes seconds to
/// start, a database does not. It ends with the process.
public final class TestPostgres {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestPostgres() {}

  /// Started by the first test that asks for it.
  private static final class Server {
    static final EmbeddedPostgres ONE = start();

    private Server() {}

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Makes an empty database.
  ///
  /// @return its URL
  public static String database() throws SQLException {
    String name = "test" + NUMBER.incrementAndGet();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return Server.ONE.getJdbcUrl("postgres", name);
  }

  /// Connects to the server, to none of its databases of tests.
  public static Connection connect() throws SQLException {
    return DriverManager.getConnection(Server.ONE.getJdbcUrl("postgres", "postgres"));
  }

  static int port() {
    return Server.ONE.getPort();
  }
}
