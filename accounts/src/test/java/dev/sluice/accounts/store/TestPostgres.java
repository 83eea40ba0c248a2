package dev.sluice.accounts.store;

import dev.sluice.config.provider.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// One PostgreSQL for the tests of a process, with a database for each: a server takes seconds to
/// start, a database does not. It ends with the process.
public final class TestPostgres {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestPostgres() {}

  /// Started by the first test that asks for it.
  private static final class Server {
    static final EmbeddedPostgres ONE = start();

    private Server() {}

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setPGStartupWait(PATIENCE).start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// A database with all tables, which others are copies of.
  private static final class Tables {
    static final String NAME = make();

    private Tables() {}

    private static String make() {
      try {
        String name = "tables";
        Path folder = Files.createTempDirectory("sluice-tables");
        String url = create(name, "template1");
        Store.open(new StoreConfig(folder, Optional.of(new Secret(url))), false).close();
        Files.delete(folder);
        return name;
      } catch (SQLException | StoreException | IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// Makes a database with all tables.
  ///
  /// @return its URL
  public static String database() throws SQLException {
    return create("test" + NUMBER.incrementAndGet(), Tables.NAME);
  }

  /// Makes an empty database, for a test that is about how tables are made.
  ///
  /// @return its URL
  public static String empty() throws SQLException {
    return create("test" + NUMBER.incrementAndGet(), "template1");
  }

  private static String create(String name, String like) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create database %s template %s".formatted(name, like));
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
