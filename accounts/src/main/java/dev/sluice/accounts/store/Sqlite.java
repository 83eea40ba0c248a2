package dev.sluice.accounts.store;

import dev.sluice.accounts.store.StoreException.Problem;
import dev.sluice.call.runtime.Rollback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/// A SQLite file in a folder that one process holds, by a lock of the file `lock` in it.
///
/// The driver unpacks its library into `org.sqlite.tmpdir`; unless that is set, into the folder
/// `native` here, since the system's temporary folder may forbid code (`noexec`). What a process
/// that was killed has left there is removed.
final class Sqlite implements Database {
  static final String FILE = "sluice.db";
  private static final String SUFFIX = ".db";
  private static final String NATIVE = "native";
  private static final String TMPDIR = "org.sqlite.tmpdir";

  /// The endings of a database's files: the log first, which alone is of no use.
  private static final List<String> FILES = List.of("-wal", "-shm", "");

  private static final List<String> LOG = FILES.subList(0, 2);

  /// How long a statement waits for a process that holds the file, such as a backup, in
  /// milliseconds.
  private static final int BUSY_MS = 5_000;

  /// After how many steps of SQLite's machine, some milliseconds, a bounded statement looks at the
  /// time.
  private static final int STEPS = 100_000;

  private final Path file;
  private final StoreErrors errors;

  /// The hold on the folder; null for a look beside another process.
  private final @Nullable FolderLock lock;

  private final DataSource source;

  /// The source of the first connection: makes the file, unless that must be there.
  private final DataSource first;

  /// The identity of the file when it was opened; another file at its path is not the store.
  private volatile @Nullable Object identity;

  private Sqlite(Path folder, boolean mustExist, StoreErrors errors, @Nullable FolderLock lock) {
    this.file = folder.resolve(FILE);
    this.errors = errors;
    this.lock = lock;
    this.source = source(file, false);
    this.first = mustExist ? source : source(file, true);
  }

  /// Takes hold of a folder, which is made where it is missing.
  ///
  /// @param mustExist whether its file must be there: an empty one in its place would lose all keys
  static Sqlite in(Path folder, boolean mustExist, StoreErrors errors) throws StoreException {
    checkThere(folder, mustExist, errors);
    try {
      OwnerFolder.makeMissing(folder);
      FolderLock lock = lock(folder, errors);
      try (var rollback = Rollback.of(lock::close)) {
        removeLeft(folder);
        SqliteDriver.load(unpackInto(folder.resolve(NATIVE)), errors);
        return rollback.keep(new Sqlite(folder, mustExist, errors, lock));
      }
    } catch (IOException e) {
      throw errors.of(folder, e);
    }
  }

  private static void checkThere(Path folder, boolean mustExist, StoreErrors errors)
      throws StoreException {
    if (mustExist) {
      checkFile(folder.resolve(FILE), errors);
    }
  }

  /// SQLite takes an empty file for a new database, and removes the log beside it.
  private static void checkFile(Path file, StoreErrors errors) throws StoreException {
    if (!Files.exists(file)) {
      throw errors.of(Problem.GONE, FILE + " is not there");
    }
    if (isEmpty(file)) {
      throw errors.of(Problem.GONE, FILE + " is empty");
    }
  }

  private static boolean isEmpty(Path file) {
    try {
      return Files.size(file) == 0;
    } catch (IOException unread) {
      return false;
    }
  }

  private static FolderLock lock(Path folder, StoreErrors errors)
      throws IOException, StoreException {
    Optional<FolderLock> held = FolderLock.hold(folder);
    if (held.isEmpty()) {
      throw errors.of(Problem.LOCKED, FolderLock.holder(folder));
    }
    return held.get();
  }

  /// Looks into a folder that another process may hold, and whose files must be there.
  static Sqlite beside(Path folder, StoreErrors errors) throws StoreException {
    checkThere(folder, true, errors);
    unpackBeside(folder);
    return new Sqlite(folder, true, errors, null);
  }

  /// Removes what commands that were killed have left of [#unpackBeside].
  private static void removeLeft(Path folder) throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      for (Path old : left.filter(Sqlite::isLeft).toList()) {
        removeFiles(old);
        Files.deleteIfExists(old);
      }
    }
  }

  private static boolean isLeft(Path file) {
    return Files.isDirectory(file) && file.getFileName().toString().startsWith(NATIVE + "-");
  }

  private static void removeFiles(Path folder) throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      for (Path old : left.toList()) {
        Files.deleteIfExists(old);
      }
    }
  }

  /// @return where the driver unpacks its library
  private static Path unpackInto(Path folder) throws IOException {
    String set = System.getProperty(TMPDIR);
    if (set != null) {
      return Path.of(set);
    }
    Files.createDirectories(folder);
    removeFiles(folder);
    System.setProperty(TMPDIR, folder.toAbsolutePath().toString());
    return folder;
  }

  /// Unpacks into a folder of this process, where another one may have its own. It goes when the
  /// process ends.
  private static void unpackBeside(Path folder) {
    if (System.getProperty(TMPDIR) != null) {
      return;
    }
    try {
      Path own = Files.createTempDirectory(folder, NATIVE + "-");
      own.toFile().deleteOnExit();
      System.setProperty(TMPDIR, own.toAbsolutePath().toString());
    } catch (IOException readOnly) {
      // The system's temporary folder has to do.
    }
  }

  /// The source of connections that read a file.
  static DataSource readerOf(Path file) {
    return source(file, false);
  }

  private static DataSource source(Path file, boolean making) {
    var config = new SQLiteConfig();
    if (!making) {
      config.resetOpenMode(SQLiteOpenMode.CREATE);
    }
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MS);
    config.enforceForeignKeys(true);
    var source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source;
  }

  /// The source of connections. Once the database was opened, no connection makes its file anew: an
  /// empty one would take the place of one that was moved.
  @Override
  public DataSource source() {
    return identity == null ? first : source;
  }

  /// The driver's own timeout of a statement counts only how long that waits for a lock.
  @Override
  public void bound(Connection connection, Patience patience) throws SQLException {
    ProgressHandler.setHandler(
        connection,
        STEPS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return patience.isOver() ? 1 : 0;
          }
        });
  }

  @Override
  public DataSource beside(String name) {
    return source(file.resolveSibling(name + SUFFIX), true);
  }

  @Override
  public List<String> beside() {
    try (Stream<Path> there = Files.list(file.resolveSibling("."))) {
      return there
          .map(one -> one.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX) && !name.equals(FILE))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void drop(String name) {
    try {
      for (String end : FILES) {
        Files.deleteIfExists(file.resolveSibling(name + SUFFIX + end));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String migrations() {
    return "sqlite";
  }

  @Override
  public boolean isPostgres() {
    return false;
  }

  /// A deleted file goes on for processes that have it open, and for no others; so does what the
  /// log holds of one that was emptied.
  @Override
  public void check() throws StoreException {
    checkFile(file, errors);
    try {
      checkIdentity();
    } catch (IOException e) {
      throw errors.of(Problem.AWAY, e);
    }
  }

  private void checkIdentity() throws IOException, StoreException {
    Object now = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    Object before = identity;
    if (before == null) {
      identity = now;
    } else if (!before.equals(now)) {
      throw errors.of(Problem.AWAY, "another file has taken the place of " + FILE);
    }
  }

  @Override
  public void close() {
    try {
      if (identity != null && isEmpty(file)) {
        removeLog();
      }
    } catch (IOException e) {
      // It harms only a database that is put back, whose documents say to remove it.
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }

  /// Removes the log of a file that was emptied: the log is no database, and would damage one that
  /// is put back.
  private void removeLog() throws IOException {
    for (String end : LOG) {
      Files.deleteIfExists(file.resolveSibling(FILE + end));
    }
  }
}
