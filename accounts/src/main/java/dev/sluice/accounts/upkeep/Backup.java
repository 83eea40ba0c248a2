package dev.sluice.accounts.upkeep;

import dev.sluice.accounts.ledger.JournalException;
import dev.sluice.accounts.ledger.JournalFiles;
import dev.sluice.accounts.store.FolderLock;
import dev.sluice.accounts.store.SchemaVersions;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.StoreUpkeep;
import dev.sluice.accounts.upkeep.StoreStatus.Content;
import dev.sluice.call.runtime.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A backup of a store, as a folder of files.
///
/// @param program the version of this program
public record Backup(StoreConfig config, String program, Instant now) {
  static final String DUMP = "store.dump";
  private static final String PART = ".part";

  /// What a backup has.
  ///
  /// @param folder where it is
  /// @param running whether a gateway had the folder of SQLite
  /// @param content what its tables hold
  /// @param journal the journal of the folder of this process's own files, beside what the backup
  ///   has of its entries; empty where there is none
  /// @param withJournal whether the backup has the journal
  public record Made(
      Path folder,
      boolean running,
      Content content,
      Optional<JournalFiles> journal,
      boolean withJournal) {}

  /// Makes a backup, also while gateways run.
  ///
  /// @param folder one that is not there
  public Made make(Path folder)
      throws BackupException, StoreException, JournalException, IOException, InterruptedException {
    Path to = folder.toAbsolutePath().normalize();
    if (Files.exists(to)) {
      throw new BackupException("%s is there already: name a folder that is not".formatted(to));
    }
    Path part = to.resolveSibling(to.getFileName() + PART);
    if (Files.exists(part)) {
      throw new BackupException(
          "%s is there, of a backup that was not finished: remove it".formatted(part));
    }
    StoreFolder made = StoreFolder.make(part);
    try (var rollback = Rollback.of(made::delete)) {
      Made backup = config.url().isPresent() ? postgres(made, to) : sqlite(made, to);
      Files.move(part, to);
      return rollback.keep(backup);
    }
  }

  private Made sqlite(StoreFolder to, Path name)
      throws StoreException, JournalException, IOException {
    // Where there is none the look says so, and what to do.
    StoreUpkeep.Looked<Content> _ = StoreUpkeep.look(config, Content::of);
    var from = new StoreFolder(config.path());
    Optional<FolderLock> held = FolderLock.hold(config.path());
    try {
      StoreUpkeep.copy(from.store(), to.store(), config.name());
      copyCalls(from, to);
      boolean stopped = held.isPresent();
      if (stopped) {
        from.copyJournal(to);
      }
      StoreUpkeep.Looked<Content> copy = StoreUpkeep.look(StoreConfig.in(to.path()), Content::of);
      return made(to, name, copy.versions(), copy.found(), !stopped);
    } finally {
      held.ifPresent(FolderLock::close);
    }
  }

  /// Copies calls one by one, after their sums: what a file has beyond them is written again when
  /// the journal is, and takes the place of what is there.
  private void copyCalls(StoreFolder from, StoreFolder to) throws StoreException, IOException {
    for (Path file : from.calls()) {
      try {
        StoreUpkeep.copy(file, to.path().resolve(file.getFileName()), config.name());
      } catch (StoreException failed) {
        if (Files.exists(file)) {
          throw failed;
        }
        // The gateway has removed it meanwhile: its month is over.
      }
    }
  }

  private Made postgres(StoreFolder to, Path name)
      throws StoreException, JournalException, BackupException, IOException, InterruptedException {
    StoreUpkeep.Looked<Content> looked = StoreUpkeep.look(config, Content::of);
    if (looked.versions().isEmpty()) {
      throw new BackupException(
          "the store %s has no tables: there is nothing to keep".formatted(config.name()));
    }
    String file = to.path().resolve(DUMP).toString();
    new PostgresTool(
            "pg_dump", List.of("--format=custom", "--no-owner", "--no-privileges", "--file", file))
        .run(config);
    return made(to, name, looked.versions(), looked.found(), false);
  }

  private Made made(
      StoreFolder folder, Path name, SchemaVersions versions, Content content, boolean running)
      throws JournalException, IOException {
    boolean withJournal = !folder.journalFiles().isEmpty();
    new BackupList(
            now,
            program,
            config.url().isPresent(),
            versions.store(),
            versions.since(),
            BackupList.files(folder.path()))
        .write(folder.path());
    Optional<JournalFiles> journal =
        JournalFiles.look(new StoreFolder(config.path()).journal(), content.ledger().journals());
    return new Made(name, running, content, journal, withJournal);
  }
}
