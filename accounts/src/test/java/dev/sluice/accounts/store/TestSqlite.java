package dev.sluice.accounts.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// SQLite with all tables, which are made once in a process: it takes more than twice as long to
/// make them as to open a store that has them.
public final class TestSqlite {
  private TestSqlite() {}

  /// Made by the first test that asks for it.
  private static final class Made {
    static final byte[] FILE = make();

    private Made() {}

    private static byte[] make() {
      try {
        Path folder = Files.createTempDirectory("store");
        // Before what the driver unpacks there, which goes with the process, and first.
        folder.toFile().deleteOnExit();
        folder.resolve("native").toFile().deleteOnExit();
        try {
          Store.open(StoreConfig.in(folder), false).close();
          return Files.readAllBytes(folder.resolve(Sqlite.FILE));
        } finally {
          remove(folder);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (StoreException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void remove(Path folder) throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /// A store in a folder, where one without teams and keys is put if there is none.
  public static StoreConfig in(Path folder) {
    Path file = folder.resolve(Sqlite.FILE);
    try {
      if (!Files.exists(file)) {
        OwnerFolder.makeMissing(folder);
        Files.write(file, Made.FILE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return StoreConfig.in(folder);
  }
}
