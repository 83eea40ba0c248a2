package dev.sluice.accounts.store;

import dev.sluice.accounts.store.StoreException.Problem;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/// Work on a store that this process does not keep open: what its tables are, and copies of it. All
/// methods wait for the store.
public final class StoreUpkeep {
  /// The name of the file of a SQLite store in its folder.
  public static final String SQLITE = Sqlite.FILE;

  private StoreUpkeep() {}

  /// The versions of a store before and after a migration.
  public record Migrated(SchemaVersions before, SchemaVersions after) {}

  /// What a look at a store has found.
  ///
  /// @param steppedBack the version that it was stepped back from; 0 where it was not
  /// @param found what the work has read
  public record Looked<T>(SchemaVersions versions, long steppedBack, T found) {}

  /// Reads a store, which other processes may have open, and changes nothing.
  ///
  /// @param work gets the versions of the tables, some of which may not be there
  /// @throws StoreException if there is none, or it cannot be read
  public static <T> Looked<T> look(StoreConfig config, VersionedWork<T> work)
      throws StoreException {
    var errors = new StoreErrors(config.name());
    try (Database database = beside(config, errors)) {
      SchemaVersions versions = Migrations.versions(database, errors);
      return OneTransaction.run(
          database,
          errors,
          sql -> new Looked<>(versions, SteppedBack.from(sql), work.run(sql, versions)));
    }
  }

  /// Work that reads a store of any version.
  @FunctionalInterface
  public interface VersionedWork<T> {
    T run(Sql sql, SchemaVersions versions);
  }

  private static Database beside(StoreConfig config, StoreErrors errors) throws StoreException {
    return config.url().isEmpty()
        ? Sqlite.beside(config.path(), errors)
        : Store.database(config, true, errors);
  }

  /// Brings the tables of a store up to this program's version.
  ///
  /// @throws StoreException if there is none, another process holds it, or a newer program has made
  ///   its tables what this one cannot use
  public static Migrated migrate(StoreConfig config) throws StoreException {
    var errors = new StoreErrors(config.name());
    try (Database database = Store.database(config, true, errors)) {
      SchemaVersions before = Migrations.versions(database, errors);
      Migrations.run(database, true, errors);
      return new Migrated(before, Migrations.versions(database, errors));
    }
  }

  /// Lets programs start on a store that ask for the number of an earlier version. Its tables stay
  /// as they are.
  ///
  /// @throws StoreException if there is none, another process holds it, or programs of that version
  ///   cannot use it
  public static Migrated stepBack(StoreConfig config, long version) throws StoreException {
    var errors = new StoreErrors(config.name());
    try (Database database = Store.database(config, true, errors)) {
      SteppedBack.end(database, errors);
      SchemaVersions before = Migrations.versions(database, errors);
      if (!before.isFor(version) || version > before.store()) {
        throw errors.of(
            Problem.CONFLICT,
            "its version is %d, and programs of %d to %d can use it"
                .formatted(before.store(), before.since(), before.store()));
      }
      SteppedBack.to(database, version, errors);
      return new Migrated(before, Migrations.versions(database, errors));
    }
  }

  /// Copies a file of SQLite as it stands at one moment, while other processes may write to it.
  ///
  /// @param to the copy, which must not exist
  public static void copy(Path file, Path to, String store) throws StoreException {
    var errors = new StoreErrors(store);
    try (Connection connection = Sqlite.readerOf(file).getConnection();
        PreparedStatement statement = connection.prepareStatement("vacuum into ?")) {
      statement.setString(1, to.toAbsolutePath().toString());
      statement.execute();
    } catch (SQLException e) {
      throw errors.of(e);
    }
  }

  /// The variables of the environment by which PostgreSQL's own programs find a store, with its
  /// password where the configuration has one.
  public static Map<String, String> environment(StoreConfig config) {
    return new Postgres(config.url().orElseThrow().reveal()).environment();
  }
}
