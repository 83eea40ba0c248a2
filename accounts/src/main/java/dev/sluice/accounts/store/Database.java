package dev.sluice.accounts.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// What differs between the databases.
interface Database extends AutoCloseable {

  /// Opens connections. Each is in use by one thread.
  DataSource source();

  /// The folder of its migrations, on the class path.
  String migrations();

  boolean isPostgres();

  /// Opens a connection whose work is a transaction.
  default Connection connect() throws SQLException {
    Connection connection = source().getConnection();
    try {
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /// Throws if what it was opened on is gone, although open connections may not notice.
  default void check() throws StoreException {}

  @Override
  default void close() {}
}
