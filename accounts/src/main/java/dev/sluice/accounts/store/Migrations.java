package dev.sluice.accounts.store;

import dev.sluice.accounts.store.StoreException.Problem;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/// Brings the tables of a store up to this program's version: Flyway runs the files
/// `migration/DATABASE/Vn__WHAT.sql`, each once.
final class Migrations {
  private static final String FOLDER = "classpath:dev/sluice/accounts/store/migration/";

  private static final Set<MigrationState> UNKNOWN =
      Set.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

  /// Kept, since a logger that nothing refers to loses its level.
  private static final Logger QUIET = Logger.getLogger("org.flywaydb");

  private Migrations() {}

  static void run(Database database, StoreErrors errors) throws StoreException {
    QUIET.setLevel(Level.WARNING);
    try {
      Flyway flyway =
          Flyway.configure()
              .dataSource(database.source())
              .locations(FOLDER + database.migrations())
              .load();
      Optional<MigrationInfo> newer =
          Arrays.stream(flyway.info().all())
              .filter(info -> UNKNOWN.contains(info.getState()))
              .findFirst();
      if (newer.isPresent()) {
        throw errors.of(Problem.NEWER, "its version is " + newer.get().getVersion());
      }
      flyway.migrate();
    } catch (FlywayException e) {
      throw errors.of(e);
    }
  }
}
