package dev.sluice.accounts.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
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
    return connect(source());
  }

  /// Opens a connection to one of its databases.
  static Connection connect(DataSource source) throws SQLException {
    Connection connection = source.getConnection();
    try {
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /// The names of databases beside it, in order; none where all is in one.
  default List<String> beside() {
    return List.of();
  }

  /// Opens connections to a database beside it, which is made where it is missing.
  default DataSource beside(String name) {
    throw new IllegalStateException("all is in one database: " + name);
  }

  /// Removes a database beside it.
  default void drop(String name) {
    throw new IllegalStateException("all is in one database: " + name);
  }

  /// Throws if what it was opened on is gone, although open connections may not notice.
  default void check() throws StoreException {}

  @Override
  default void close() {}
}
