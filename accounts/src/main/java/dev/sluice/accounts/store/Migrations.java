package dev.sluice.accounts.store;

import dev.sluice.accounts.store.StoreException.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;

/// The tables of a store. Brings them up to this program's version: Flyway runs the files
/// `migration/DATABASE/Vn__WHAT.sql`, each once.
final class Migrations {
  private static final String FOLDER = "classpath:dev/sluice/accounts/store/migration/";

  private static final List<String> TABLES =
      List.of(
          "flyway_schema_history",
          "teams",
          "keys",
          "secrets",
          "revision",
          "audit",
          "credits",
          "spend",
          "spend_months",
          "journals",
          "history_layouts",
          "history");

  /// The tables that PostgreSQL has besides: with SQLite they lie in files of their own.
  private static final List<String> BLOCKS = List.of("blocks", "call_filters");

  private static final String OF_SQLITE = "select name from sqlite_master where type = 'table'";

  private static final String OF_POSTGRES =
      "select relname as name from pg_class where relkind in ('r', 'p') and"
          + " pg_table_is_visible(oid)";

  private static final Set<MigrationState> UNKNOWN =
      Set.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

  /// The logger of the migrations, kept since a logger that nothing refers to loses its level.
  private static final Logger QUIET = Logger.getLogger("org.flywaydb");

  private Migrations() {}

  /// Brings the tables of a database up to date.
  ///
  /// @param mustExist whether there must be some already: none are made in the place of all of them
  static void run(Database database, boolean mustExist, StoreErrors errors) throws StoreException {
    QUIET.setLevel(Level.WARNING);
    try {
      Flyway flyway =
          Flyway.configure()
              .dataSource(database.source())
              .locations(FOLDER + database.migrations())
              .load();
      MigrationInfoService info = flyway.info();
      if (mustExist && info.applied().length == 0) {
        throw errors.of(Problem.GONE, "it has no tables");
      }
      Optional<MigrationInfo> newer =
          Arrays.stream(info.all()).filter(one -> UNKNOWN.contains(one.getState())).findFirst();
      if (newer.isPresent()) {
        throw errors.of(Problem.NEWER, "its version is " + newer.get().getVersion());
      }
      flyway.migrate();
    } catch (FlywayException e) {
      throw errors.of(e);
    }
  }

  /// The name of a table that is missing; empty where none is.
  static Optional<String> missing(Sql sql) {
    Set<String> tables =
        Set.copyOf(sql.query(sql.isPostgres() ? OF_POSTGRES : OF_SQLITE, row -> row.text("name")));
    Optional<String> table =
        Stream.concat(TABLES.stream(), sql.isPostgres() ? BLOCKS.stream() : Stream.empty())
            .filter(name -> !tables.contains(name))
            .findFirst();
    if (table.isPresent()) {
      return Optional.of(
          tables.stream().anyMatch(TABLES::contains)
              ? "it has no table " + table.get()
              : "it has no tables");
    }
    boolean counted =
        !sql.query("select number from revision", row -> row.number("number")).isEmpty();
    return counted ? Optional.empty() : Optional.of("its table revision has no row");
  }
}
