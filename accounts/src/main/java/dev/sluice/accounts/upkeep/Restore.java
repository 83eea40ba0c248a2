package dev.sluice.accounts.upkeep;

import dev.sluice.accounts.ledger.JournalException;
import dev.sluice.accounts.ledger.JournalFiles;
import dev.sluice.accounts.ledger.JournalPlace;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.store.FolderLock;
import dev.sluice.accounts.store.OwnerFolder;
import dev.sluice.accounts.store.SchemaVersions;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.StoreUpkeep;
import dev.sluice.accounts.upkeep.BackupList.Sized;
import dev.sluice.accounts.upkeep.StoreStatus.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// The way of a backup back into a store.
///
/// The journal that is there stays: it has what was spent since the backup, as far back as its
/// segments go, and the next start writes that to the store. The journal of the backup is taken
/// where there is none.
public record Restore(StoreConfig config, Instant now) {
  private static final String PART = "restore.part";
  private static final String REPLACED = "replaced-";

  /// What was put back.
  ///
  /// @param made when the backup was made
  /// @param content what its tables hold
  /// @param replaced where the store is now that was there before; empty where none was
  /// @param journal the journal that the next start reads, beside what the store has of it; empty
  ///   where there is none
  /// @param gap whether the journal does not go back as far as the backup
  public record Done(
      Instant made,
      Content content,
      Optional<Path> replaced,
      Optional<JournalFiles> journal,
      boolean gap) {}

  /// Puts a backup back.
  ///
  /// @param replace whether a SQLite store that is there is moved aside
  /// @throws BackupException if something would be lost, or is not in order; nothing is changed
  ///   then
  public Done from(Path backup, boolean replace)
      throws BackupException, StoreException, JournalException, IOException, InterruptedException {
    BackupList list = BackupList.read(backup);
    if (list.postgres() != config.url().isPresent()) {
      throw new BackupException(
          "%s is of %s, and the configuration names another kind of store: name one of that kind"
              .formatted(backup, list.postgres() ? "PostgreSQL" : "SQLite"));
    }
    list.check(backup);
    return list.postgres() ? postgres(backup, list) : sqlite(backup, list, replace);
  }

  private Done sqlite(Path backup, BackupList list, boolean replace)
      throws BackupException, StoreException, JournalException, IOException {
    OwnerFolder.makeMissing(config.path());
    Optional<FolderLock> held = FolderLock.hold(config.path());
    if (held.isEmpty()) {
      throw new BackupException(
          "the store %s is held by %s: stop that one first"
              .formatted(config.name(), FolderLock.holder(config.path())));
    }
    try {
      return heldSqlite(backup, list, replace);
    } finally {
      held.get().close();
    }
  }

  private Done heldSqlite(Path backup, BackupList list, boolean replace)
      throws BackupException, StoreException, JournalException, IOException {
    Path part = config.path().resolve(PART);
    if (Files.exists(part)) {
      // Of a restore that was cut: what is there was not used yet.
      new StoreFolder(part).delete();
    }
    StoreFolder staged = StoreFolder.make(part);
    try {
      for (Sized one : list.files()) {
        Path to = part.resolve(one.path());
        Files.createDirectories(to.resolveSibling(".").normalize());
        Files.copy(backup.resolve(one.path()), to);
      }
      StoreUpkeep.Looked<Content> copy = StoreUpkeep.look(StoreConfig.in(part), Content::of);
      checkVersions(copy.versions());
      checkJournal(copy.found());
      return put(staged, copy.found(), list, replace);
    } finally {
      staged.delete();
    }
  }

  private Done put(StoreFolder staged, Content content, BackupList list, boolean replace)
      throws BackupException, JournalException, IOException {
    var folder = new StoreFolder(config.path());
    if (folder.hasStore() && !replace) {
      throw new BackupException(
          "there is a store in %s%s: say --replace, which moves it aside, or name another folder"
              .formatted(config.name(), more(content)));
    }
    Optional<Path> aside = Optional.empty();
    if (!folder.files(true).isEmpty()) {
      Path to = config.path().resolve(REPLACED + stamp());
      folder.moveTo(StoreFolder.make(to), true);
      aside = Optional.of(to);
    }
    if (folder.journalFiles().isEmpty()) {
      staged.copyJournal(folder);
    }
    staged.moveTo(folder, false);
    return done(list, content, aside);
  }

  private String stamp() {
    return now.truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
  }

  /// Says what a store has that the backup does not.
  private String more(Content backup) {
    try {
      Content there = StoreStatus.of(config).content();
      return there.isBeyond(backup)
          ? ", with %s changes of keys, %s calls and %s that the backup has not"
              .formatted(
                  Math.max(0, there.revision() - backup.revision()),
                  Math.max(0, there.ledger().calls() - backup.ledger().calls()),
                  Money.text(Math.max(0, there.ledger().nanos() - backup.ledger().nanos())))
          : "";
    } catch (StoreException | JournalException unread) {
      return " (what it has cannot be read: %s)".formatted(unread.getMessage());
    }
  }

  private Done postgres(Path backup, BackupList list)
      throws BackupException, StoreException, JournalException, InterruptedException {
    StoreStatus target = StoreStatus.of(config);
    if (!target.versions().isEmpty()) {
      throw new BackupException(
          "the database %s has a store: make an empty one (createdb) and name it in store.url; nothing is written over another store"
              .formatted(config.name()));
    }
    checkVersions(
        new SchemaVersions(list.tables(), target.versions().program(), list.since(), 0, false));
    String file = backup.resolve(Backup.DUMP).toString();
    new PostgresTool(
            "pg_restore",
            List.of(
                "--single-transaction",
                "--no-owner",
                "--no-privileges",
                "--dbname",
                databaseOf(config),
                file))
        .run(config);
    return done(list, StoreStatus.of(config).content(), Optional.empty());
  }

  private static String databaseOf(StoreConfig config) {
    return StoreUpkeep.environment(config).getOrDefault("PGDATABASE", "");
  }

  private void checkVersions(SchemaVersions versions) throws BackupException {
    if (!versions.isForThisProgram()) {
      throw new BackupException(
          "the backup is of version %d, for programs of %d and later, and this one is of %d: take a newer program"
              .formatted(versions.store(), versions.since(), versions.program()));
    }
  }

  /// A journal that is older than its store has calls under way that have ended since: they would
  /// be charged as lost.
  private void checkJournal(Content backup) throws BackupException, JournalException {
    Optional<JournalFiles> there = journal(backup);
    boolean older = there.isPresent() && place(backup, there.get()).segment() > there.get().last();
    if (older) {
      throw new BackupException(
          "%s is older than the backup: move it away first"
              .formatted(new StoreFolder(config.path()).journal()));
    }
  }

  private Done done(BackupList list, Content content, Optional<Path> aside)
      throws JournalException {
    Optional<JournalFiles> journal = journal(content);
    boolean gap =
        journal.isPresent()
            && place(content, journal.get()).segment() > 0
            && place(content, journal.get()).segment() < journal.get().first();
    return new Done(list.made(), content, aside, journal, gap);
  }

  private static JournalPlace place(Content content, JournalFiles journal) {
    return content.ledger().journals().getOrDefault(journal.node(), JournalPlace.START);
  }

  private Optional<JournalFiles> journal(Content content) throws JournalException {
    return JournalFiles.look(new StoreFolder(config.path()).journal(), content.ledger().journals());
  }
}
