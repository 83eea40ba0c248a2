package dev.sluice.accounts.store;

import dev.sluice.accounts.store.StoreException.Problem;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.sqlite.SQLiteJDBCLoader;

/// The driver of SQLite, whose native library is unpacked when it is loaded. The driver says into
/// its log, and in no exception, what stands in the way of that.
final class SqliteDriver {
  /// More than the library takes, in bytes.
  private static final long ROOM = 4 << 20;

  /// The logger of the driver, kept since a logger that nothing refers to loses its level.
  private static final Logger QUIET = Logger.getLogger("org.sqlite");

  private SqliteDriver() {}

  /// Loads the library, unless that was done before.
  ///
  /// @param folder where it is unpacked
  static void load(Path folder, StoreErrors errors) throws StoreException {
    QUIET.setLevel(Level.OFF);
    try {
      boolean _ = SQLiteJDBCLoader.initialize();
    } catch (Exception e) {
      boolean full = folder.toFile().getUsableSpace() < ROOM;
      throw errors.of(
          full ? Problem.FULL : Problem.AWAY, "its driver cannot be unpacked into " + folder);
    }
  }
}
