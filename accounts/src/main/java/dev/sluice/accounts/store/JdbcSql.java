package dev.sluice.accounts.store;

import dev.sluice.accounts.store.Database.Patience;
import dev.sluice.call.runtime.Rollback;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Statements on one connection.
record JdbcSql(Connection connection, Neighbours neighbours) implements Sql {

  @Override
  public boolean isPostgres() {
    return neighbours.database().isPostgres();
  }

  @Override
  public <T> T beside(String name, Work<T> work) {
    return isPostgres() ? work.run(this) : neighbours.run(name, work);
  }

  @Override
  public List<String> names() {
    return neighbours.database().beside();
  }

  @Override
  public void drop(String name) {
    neighbours.drop(name);
  }

  @Override
  public int update(String sql, Object... values) {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new Failure(e);
    }
  }

  @Override
  public int[] batch(String sql, List<Object[]> rows) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      return statement.executeBatch();
    } catch (SQLException e) {
      throw new Failure(e);
    }
  }

  @Override
  public <T> List<T> query(String sql, RowReader<T> reader, Object... values) {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet found = statement.executeQuery()) {
      return rows(found, reader);
    } catch (SQLException e) {
      throw new Failure(e);
    }
  }

  private static <T> List<T> rows(ResultSet found, RowReader<T> reader) throws SQLException {
    var rows = new ArrayList<T>();
    var row = new JdbcRow(found);
    while (found.next()) {
      rows.add(reader.read(row));
    }
    return rows;
  }

  private PreparedStatement prepare(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      bind(statement, values);
      neighbours.patience().bound(statement);
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private record JdbcRow(ResultSet found) implements Row {
    @Override
    public String text(String column) {
      return there(column, get(() -> found.getString(column)));
    }

    @Override
    public long number(String column) {
      return get(() -> found.getLong(column));
    }

    @Override
    public byte[] bytes(String column) {
      return there(column, get(() -> found.getBytes(column)));
    }

    private static <T> T there(String column, T value) {
      if (value == null) {
        throw new IllegalStateException("there is no " + column + " in this row");
      }
      return value;
    }

    private static <T> T get(Getter<T> getter) {
      try {
        return getter.get();
      } catch (SQLException e) {
        throw new Failure(e);
      }
    }
  }

  /// Carries a failed statement out of the work that ran it.
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SQLException why;

    Failure(SQLException why) {
      super(why);
      this.why = why;
    }

    SQLException why() {
      return why;
    }
  }

  /// The databases beside a store, as one of its threads sees them: the one that was used last
  /// stays open. Confined to that thread.
  static final class Neighbours {
    private final Database database;
    private final Patience patience;
    private @Nullable Open open;

    private record Open(String name, Connection connection) {}

    /// @param patience how long work of the thread may take
    Neighbours(Database database, Patience patience) {
      this.database = database;
      this.patience = patience;
    }

    Patience patience() {
      return patience;
    }

    Database database() {
      return database;
    }

    /// Runs work in a transaction of the database of this name.
    <T> T run(String name, Work<T> work) {
      try (var rollback = Rollback.of(this::close)) {
        Connection connection = connection(name);
        T answer = work.run(new JdbcSql(connection, this));
        connection.commit();
        return rollback.keep(answer);
      } catch (SQLException e) {
        throw new JdbcSql.Failure(e);
      }
    }

    private Connection connection(String name) throws SQLException {
      Open neighbour = open;
      if (neighbour != null && neighbour.name().equals(name)) {
        return neighbour.connection();
      }
      close();
      Connection connection = database.connect(database.beside(name), patience);
      open = new Open(name, connection);
      return connection;
    }

    void drop(String name) {
      close();
      database.drop(name);
    }

    /// Closes the databases that are open beside the main one.
    void close() {
      Open neighbour = open;
      open = null;
      try {
        if (neighbour != null) {
          neighbour.connection().close();
        }
      } catch (SQLException e) {
        // It was of no use any more.
      }
    }
  }

  @FunctionalInterface
  private interface Getter<T> {
    T get() throws SQLException;
  }
}
