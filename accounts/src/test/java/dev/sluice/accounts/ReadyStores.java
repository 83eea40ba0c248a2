package dev.sluice.accounts;

import dev.sluice.accounts.key.KeyCopy;
import dev.sluice.accounts.store.OwnerFolder;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.StoreUpkeep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/// SQLite files with all tables, for tests that are not about how these are made: the migrations
/// take longer than most of what such a test does.
public final class ReadyStores {
  private ReadyStores() {}

  /// Made by the first test that asks for it.
  private static final class Tables {
    static final byte[] FILE = make();

    private Tables() {}

    private static byte[] make() {
      try {
        Path folder = Files.createTempDirectory("sluice-tables");
        try {
          Store.open(StoreConfig.in(folder), false).close();
          return Files.readAllBytes(folder.resolve(StoreUpkeep.SQLITE));
        } finally {
          remove(folder);
        }
      } catch (IOException | StoreException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void remove(Path folder) throws IOException {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }
  }

  /// Puts a file with tables into the folder of a store that has never been there; one that is gone
  /// has left a copy of its keys, and stays gone.
  ///
  /// @return the same
  public static StoreConfig ready(StoreConfig config) {
    Path folder = config.path();
    boolean known =
        Files.exists(folder.resolve(StoreUpkeep.SQLITE))
            || Files.exists(folder.resolve(KeyCopy.FILE));
    if (config.url().isEmpty() && !known) {
      write(folder);
    }
    return config;
  }

  private static void write(Path folder) {
    try {
      OwnerFolder.makeMissing(folder);
      Files.write(folder.resolve(StoreUpkeep.SQLITE), Tables.FILE, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
