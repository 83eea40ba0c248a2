package dev.sluice.accounts.upkeep;

import dev.sluice.accounts.ledger.LedgerConfig;
import dev.sluice.accounts.store.OwnerFolder;
import dev.sluice.accounts.store.StoreUpkeep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files of a SQLite store, or of a backup, in their folder.
record StoreFolder(Path path) {
  private static final Pattern CALLS = Pattern.compile("calls-\\d{4}-\\d{2}\\.db");
  private static final Pattern JOURNAL = Pattern.compile("\\d{1,18}\\.journal|open\\.calls");

  /// Makes a folder that nobody else may read, and that must not be there.
  static StoreFolder make(Path path) throws IOException {
    Files.createDirectories(path.toAbsolutePath().resolveSibling(".").normalize());
    return new StoreFolder(OwnerFolder.make(path));
  }

  Path store() {
    return path.resolve(StoreUpkeep.SQLITE);
  }

  /// Whether there is a store, and not an empty file in its place.
  boolean hasStore() throws IOException {
    return Files.exists(store()) && Files.size(store()) > 0;
  }

  /// The files of calls one by one.
  List<Path> calls() throws IOException {
    return matching(path, CALLS);
  }

  Path journal() {
    return LedgerConfig.journal(path);
  }

  /// The segments of the journal and the calls under way; none where there is no journal.
  List<Path> journalFiles() throws IOException {
    return Files.isDirectory(journal()) ? matching(journal(), JOURNAL) : List.of();
  }

  private static List<Path> matching(Path folder, Pattern names) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> names.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  /// Copies the journal into another folder.
  void copyJournal(StoreFolder to) throws IOException {
    List<Path> files = journalFiles();
    if (!files.isEmpty()) {
      Files.createDirectories(to.journal());
    }
    for (Path file : files) {
      Files.copy(file, to.journal().resolve(file.getFileName()));
    }
  }

  /// The files of the store and of its calls that are there, with their logs. A log may be left of
  /// a file that is gone, and would damage one that is put in its place.
  ///
  /// @param storeFirst whether the store stands in front of its calls, or behind them
  List<Path> files(boolean storeFirst) throws IOException {
    try (Stream<Path> all = Files.list(path)) {
      Comparator<Path> byName = Comparator.comparing(Path::getFileName);
      Comparator<Path> calls = Comparator.comparing(file -> !isOfStore(file));
      return all.filter(StoreFolder::isOwn)
          .sorted((storeFirst ? calls : calls.reversed()).thenComparing(byName))
          .toList();
    }
  }

  private static boolean isOwn(Path file) {
    return isOfStore(file) || CALLS.matcher(withoutLog(file)).matches();
  }

  private static boolean isOfStore(Path file) {
    return withoutLog(file).equals(StoreUpkeep.SQLITE);
  }

  private static String withoutLog(Path file) {
    return file.getFileName().toString().replaceFirst("-(wal|shm)$", "");
  }

  /// Moves the store and its calls into another folder.
  ///
  /// @param storeFirst whether the store is moved in front of its calls: whoever finds a store is
  ///   to find its calls
  void moveTo(StoreFolder to, boolean storeFirst) throws IOException {
    for (Path file : files(storeFirst)) {
      Files.move(file, to.path().resolve(file.getFileName()));
    }
  }

  /// Removes the folder with all that is in it.
  void delete() throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
