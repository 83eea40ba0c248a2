package dev.sluice.accounts.upkeep;

import dev.sluice.accounts.key.KeyTable;
import dev.sluice.accounts.ledger.JournalException;
import dev.sluice.accounts.ledger.JournalFiles;
import dev.sluice.accounts.ledger.LedgerConfig;
import dev.sluice.accounts.ledger.LedgerContent;
import dev.sluice.accounts.store.FolderLock;
import dev.sluice.accounts.store.SchemaVersions;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.StoreUpkeep;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/// How a store stands, read beside whatever process has it open.
///
/// @param versions those of its tables
/// @param steppedBack the version that it was stepped back from; 0 where it was not
/// @param content what its tables hold
/// @param journal the journal in the folder of this process's own files; empty where there is none
/// @param holder the process that has the folder of SQLite, in words; empty where none has, or the
///   store is PostgreSQL
public record StoreStatus(
    SchemaVersions versions,
    long steppedBack,
    Content content,
    Optional<JournalFiles> journal,
    Optional<String> holder) {

  /// What the tables of a store hold.
  ///
  /// @param revision raised by each change of a team or a key
  public record Content(long revision, long teams, long keys, LedgerContent ledger) {
    static Content of(Sql sql, SchemaVersions versions) {
      return versions.isEmpty()
          ? new Content(0, 0, 0, LedgerContent.of(sql, 0))
          : new Content(
              KeyTable.revision(sql),
              count(sql, "teams"),
              count(sql, "keys"),
              LedgerContent.of(sql, versions.store()));
    }

    private static long count(Sql sql, String table) {
      return sql.number("select count(*) as n from " + table);
    }

    /// Whether it holds what another one does not: a change of a key, or calls.
    boolean isBeyond(Content other) {
      return revision > other.revision
          || ledger.calls() > other.ledger.calls()
          || ledger.nanos() > other.ledger.nanos();
    }
  }

  /// Looks at a store.
  ///
  /// @throws StoreException if there is none, or it cannot be read
  /// @throws JournalException if the journal cannot be read
  public static StoreStatus of(StoreConfig config) throws StoreException, JournalException {
    StoreUpkeep.Looked<Content> looked = StoreUpkeep.look(config, Content::of);
    Content content = looked.found();
    return new StoreStatus(
        looked.versions(),
        looked.steppedBack(),
        content,
        JournalFiles.look(LedgerConfig.journal(config.path()), content.ledger().journals()),
        holder(config));
  }

  /// Whether this program can use the store as it is, or after its migrations.
  public boolean isUsable() {
    return versions.isForThisProgram();
  }

  private static Optional<String> holder(StoreConfig config) {
    if (config.url().isPresent() || !Files.isWritable(config.path())) {
      return Optional.empty();
    }
    try {
      Optional<FolderLock> free = FolderLock.hold(config.path());
      free.ifPresent(FolderLock::close);
      return free.isPresent() ? Optional.empty() : Optional.of(FolderLock.holder(config.path()));
    } catch (IOException unread) {
      return Optional.empty();
    }
  }
}
