package dev.sluice.accounts;

import dev.sluice.accounts.AccountChanges.Committer;
import dev.sluice.accounts.audit.AuditEntry.Event;
import dev.sluice.accounts.audit.AuditLog;
import dev.sluice.accounts.key.KeyTable;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// Changes that operators make of what is in the store beside accounts, each in one transaction
/// with its audit row. For threads that may wait; never a call's or a loop.
public final class OtherChanges {
  private final Committer committer;
  private final LongSupplier wall;

  /// What a change has come to.
  ///
  /// @param subject what was changed, for the audit log; empty where nothing was
  public record Done<T>(T answer, Optional<String> subject) {
    /// Something was changed.
    public static <T> Done<T> of(T answer, String subject) {
      return new Done<>(answer, Optional.of(subject));
    }

    /// Nothing was changed.
    public static <T> Done<T> nothing(T answer) {
      return new Done<>(answer, Optional.empty());
    }
  }

  OtherChanges(Committer committer, LongSupplier wall) {
    this.committer = committer;
    this.wall = wall;
  }

  /// Makes a change.
  ///
  /// @param actor who makes it, for the audit log
  /// @param action what it is called there
  /// @param change may run more than once
  public <T> T make(String actor, String action, Function<Sql, Done<T>> change)
      throws StoreException, InterruptedException {
    return committer.commit(
        sql -> {
          Done<T> done = change.apply(sql);
          done.subject().ifPresent(subject -> record(sql, actor, action, subject));
          return done.answer();
        });
  }

  private void record(Sql sql, String actor, String action, String subject) {
    KeyTable.raise(sql);
    AuditLog.add(sql, new Event(wall.getAsLong(), actor, action, subject, ""));
  }
}
