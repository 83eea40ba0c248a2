package dev.sluice.accounts.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The values of a row by the names of its columns. Confined to one thread.
public final class Columns {
  private final Map<String, Object> values;

  private Columns(Map<String, Object> values) {
    this.values = new LinkedHashMap<>(values);
  }

  /// The columns of a row, or some of them.
  public static Columns of(Map<String, Object> values) {
    return new Columns(values);
  }

  /// Columns that begin with one.
  public static Columns of(String column, Object value) {
    return new Columns(Map.of(column, value));
  }

  /// Adds a column.
  ///
  /// @return these columns
  public Columns and(String column, Object value) {
    values.put(column, value);
    return this;
  }

  /// Adds other columns.
  ///
  /// @return these columns
  public Columns and(Columns others) {
    values.putAll(others.values);
    return this;
  }

  /// Adds the row to a table.
  public void insert(Sql sql, String table) {
    String names = String.join(", ", values.keySet());
    String marks = String.join(", ", Collections.nCopies(values.size(), "?"));
    int _ =
        sql.update(
            "insert into %s (%s) values (%s)".formatted(table, names, marks),
            values.values().toArray());
  }

  /// Changes these columns of the row with an id.
  public void update(Sql sql, String table, String id) {
    int _ = sql.update("update " + table + " set " + sets() + " where id = ?", valuesAnd(id));
  }

  /// Changes these columns of a row that is of a version, which rises.
  ///
  /// @param key the column that names the row
  /// @return whether it was of this version
  public boolean update(Sql sql, String table, String key, String of, long version) {
    String set = sets() + ", version = version + 1 where " + key + " = ? and version = ?";
    return sql.update("update " + table + " set " + set, valuesAnd(of, version)) == 1;
  }

  private String sets() {
    return values.keySet().stream().map(name -> name + " = ?").collect(Collectors.joining(", "));
  }

  private Object[] valuesAnd(Object... more) {
    return Stream.concat(values.values().stream(), Stream.of(more)).toArray();
  }
}
