package dev.sluice.accounts.store;

import java.util.List;
import java.util.Optional;

/// The statements of one transaction. Confined to the work that it is handed to. Values are texts,
/// whole numbers, byte arrays, or null; parameters are question marks.
public interface Sql {

  /// The time of PostgreSQL's machine, in milliseconds since 1970: an expression for statements.
  String NOW = "(extract(epoch from clock_timestamp()) * 1000)::bigint";

  /// Whether the store is PostgreSQL, where statements must differ.
  boolean isPostgres();

  /// Runs a statement that changes rows.
  ///
  /// @return how many it has changed
  int update(String sql, Object... values);

  /// Runs such a statement once for each row of values.
  ///
  /// @return how many rows each has changed
  int[] batch(String sql, List<Object[]> rows);

  /// Runs a query.
  ///
  /// @param reader reads one row; the row is of no use after it
  <T> List<T> query(String sql, RowReader<T> reader, Object... values);

  /// Runs a query, of whose rows the first alone is read.
  default <T> Optional<T> first(String sql, RowReader<T> reader, Object... values) {
    return query(sql, reader, values).stream().findFirst();
  }

  /// Runs a query of one row, with a whole number in its column `n`.
  default long number(String sql, Object... values) {
    return query(sql, row -> row.number("n"), values).getFirst();
  }

  /// Whether a query has a row.
  default boolean has(String sql, Object... values) {
    return !query(sql, _ -> sql, values).isEmpty();
  }

  /// Runs work in a database beside this one, which is made where it is missing. There it is a
  /// transaction of its own, committed when this method returns; where [#isPostgres], it is this
  /// one, in the same database. So it must do no harm if it is run again.
  ///
  /// @param name part of the name of its file, such as `calls-2026-11`
  <T> T beside(String name, Work<T> work);

  /// The names of the databases beside this one, in order; none where [#isPostgres].
  List<String> names();

  /// Removes a database beside this one, with all its content.
  void drop(String name);

  /// A reader of one row.
  @FunctionalInterface
  interface RowReader<T> {
    T read(Row row);
  }

  /// One row of a query.
  interface Row {
    /// The text of a column that is not null.
    String text(String column);

    /// A whole number; 0 where there is none.
    long number(String column);

    /// The bytes of a column that is not null.
    byte[] bytes(String column);
  }
}
