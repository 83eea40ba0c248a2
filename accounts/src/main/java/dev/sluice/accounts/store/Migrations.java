package dev.sluice.accounts.store;

import dev.sluice.accounts.store.StoreException.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;

/// The tables of a store. Brings them up to this program's version: Flyway runs the files
/// `migration/DATABASE/Vn__WHAT_for_M_and_later.sql`, each once, in a transaction. [SchemaVersions]
/// has what the names say.
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
          "spend_units",
          "spend_months_units",
          "journals",
          "history_layouts",
          "history",
          "people",
          "person_groups",
          "person_group_members",
          "sessions",
          "people_revision",
          "files",
          "file_holds",
          "uploads",
          "batches");

  /// The tables that PostgreSQL has besides: with SQLite blocks lie in files of their own, and sums
  /// with tags in the tables of the others.
  private static final List<String> OF_POSTGRES_ALONE =
      List.of(
          "blocks",
          "call_filters",
          "spend_tagged",
          "spend_months_tagged",
          "money_windows",
          "money_leases",
          "cluster_nodes",
          "owners",
          "orders",
          "order_steps");

  private static final String NAMES_OF_SQLITE =
      "select name from sqlite_master where type = 'table'";

  private static final String NAMES_OF_POSTGRES =
      "select relname as name from pg_class where relkind in ('r', 'p') and"
          + " pg_table_is_visible(oid)";

  /// The logger of the migrations, kept since a logger that nothing refers to loses its level.
  private static final Logger QUIET = Logger.getLogger("org.flywaydb");

  private Migrations() {}

  /// Brings the tables of a database up to date. Those of a newer version stay as they are, where
  /// they are for this program, too ([SchemaVersions]).
  ///
  /// @param mustExist whether there must be some already: none are made in the place of all of them
  static void run(Database database, boolean mustExist, StoreErrors errors) throws StoreException {
    SteppedBack.end(database, errors);
    try {
      Flyway flyway = flyway(database, database.source());
      MigrationInfoService info = flyway.info();
      SchemaVersions before = SchemaVersions.of(info);
      if (mustExist && before.isEmpty()) {
        throw errors.of(Problem.GONE, "it has no tables");
      }
      if (!before.isForThisProgram()) {
        throw errors.of(before.failed() ? Problem.DAMAGED : Problem.NEWER, before.why());
      }
      if (!before.isNewer() && !(before.pending() == 0 && haveRun(info))) {
        // Where there is nothing to do it says which migrations are not those that have run.
        boolean pending = before.pending() > 0;
        (pending ? flyway(database, database.migrating()) : flyway).migrate();
      }
    } catch (FlywayException e) {
      throw errors.of(e);
    }
  }

  /// Whether all migrations of this program have run, as they are, and no others.
  private static boolean haveRun(MigrationInfoService info) {
    return Arrays.stream(info.all())
        .allMatch(
            one ->
                one.getState() == MigrationState.SUCCESS
                    && one.isChecksumMatching()
                    && one.isDescriptionMatching()
                    && one.isTypeMatching());
  }

  /// The versions of the tables of a database, which is not changed.
  static SchemaVersions versions(Database database, StoreErrors errors) throws StoreException {
    try {
      return SchemaVersions.of(flyway(database, database.source()).info());
    } catch (FlywayException e) {
      throw errors.of(e);
    }
  }

  private static Flyway flyway(Database database, DataSource source) {
    // What it complains of comes with an exception too.
    QUIET.setLevel(Level.OFF);
    return Flyway.configure().dataSource(source).locations(FOLDER + database.migrations()).load();
  }

  /// The name of a table that is missing; empty where none is.
  static Optional<String> missing(Sql sql) {
    Set<String> tables = tables(sql);
    Optional<String> table =
        Stream.concat(
                TABLES.stream(), sql.isPostgres() ? OF_POSTGRES_ALONE.stream() : Stream.empty())
            .filter(name -> !tables.contains(name))
            .findFirst();
    if (table.isPresent()) {
      return Optional.of(
          tables.stream().anyMatch(TABLES::contains)
              ? "it has no table " + table.get()
              : "it has no tables");
    }
    return sql.has("select 1 from revision")
        ? Optional.empty()
        : Optional.of("its table revision has no row");
  }

  /// The names of all tables.
  static Set<String> tables(Sql sql) {
    return Set.copyOf(
        sql.query(sql.isPostgres() ? NAMES_OF_POSTGRES : NAMES_OF_SQLITE, row -> row.text("name")));
  }
}
