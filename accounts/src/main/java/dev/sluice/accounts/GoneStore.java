package dev.sluice.accounts;

import dev.sluice.accounts.audit.AuditLog;
import dev.sluice.accounts.key.KeyCopy;
import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.key.KeyTable;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.StoreException.Problem;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/// The treatment of a store that is gone: its keys are those of the last copy, and a new store is
/// made where somebody says so.
final class GoneStore {
  /// The audit log's word for a new store in the place of one that was gone.
  static final String CREATED = "store.create";

  private GoneStore() {}

  /// A way to open a store.
  @FunctionalInterface
  interface Opening {
    void open() throws StoreException, InterruptedException;
  }

  /// Does something with a store before anybody learns that it is open.
  @FunctionalInterface
  interface First {
    void with(Store opened) throws StoreException, InterruptedException;
  }

  /// The keys of the last copy.
  ///
  /// @param why the store does not open
  /// @throws StoreException if there is none, or it cannot be read
  static KeyRing lastCopy(KeyCopy copy, StoreException why, String store) throws StoreException {
    try {
      return copy.read().orElseThrow(() -> withoutCopy(why, store));
    } catch (IOException e) {
      throw new StoreException(
          why.problem(),
          why.getMessage() + "; nor can the last copy of its keys be used: " + e.getMessage());
    }
  }

  /// Makes the exception for a start without a copy: nothing runs then that could make a new store.
  private static StoreException withoutCopy(StoreException why, String store) {
    return why.problem() != Problem.GONE
        ? why
        : new StoreException(
            Problem.GONE,
            "the store %s is there in part: put it back, or a backup of it; if a new one is meant, move away what is left of it and start again (%s)"
                .formatted(store, why.getMessage()));
  }

  /// Returns if a store is gone.
  ///
  /// @param look opens it, or looks at it
  /// @param away told why it does not open
  /// @throws ChangeRefused if it is there
  static void require(Opening look, Consumer<StoreException> away, String store)
      throws StoreException, InterruptedException {
    try {
      look.open();
    } catch (StoreException why) {
      away.accept(why);
      if (why.problem() != Problem.GONE) {
        throw why;
      }
      return;
    }
    throw new ChangeRefused(
        ChangeRefused.Reason.EXISTS,
        "the store %s is there: a new one is made where it is gone".formatted(store));
  }

  /// The last keys that are known: this process's, or those of the copy where the process has none
  /// yet. A copy that cannot be read tells of none.
  static KeyRing lastKnown(KeyRing now, KeyCopy copy) {
    try {
      return hasAny(now) ? now : copy.read().orElse(now);
    } catch (IOException unreadable) {
      return now;
    }
  }

  /// Throws if somebody has emptied a store's tables of teams and keys.
  ///
  /// @param last the last keys that are known
  /// @throws StoreException as [Problem#GONE], or why that cannot be seen
  static void checkKeys(Store opened, KeyRing last) throws StoreException, InterruptedException {
    if (hasAny(last) && opened.read(sql -> isEmptied(sql, last))) {
      throw opened.lost("its tables of teams and keys were emptied");
    }
  }

  /// Reads all teams and keys again where they have changed; empty where they have not, and where
  /// somebody has emptied a store's tables, also while they were read.
  ///
  /// @param known the last keys that are known
  static Optional<KeyRing> changed(Sql sql, KeyRing known) {
    if (!sql.has("select 1 from revision where number <> ?", known.revision())) {
      return Optional.empty();
    }
    KeyRing read = KeyTable.ring(sql);
    return hasAny(known) && isEmptied(sql, known) ? Optional.empty() : Optional.of(read);
  }

  private static boolean hasAny(KeyRing ring) {
    return !ring.keys().isEmpty() || !ring.teams().isEmpty();
  }

  /// Whether the tables of teams and keys were emptied, and by no change of this program's: each
  /// raises the revision, and that a new store was made is an entry of the audit log.
  ///
  /// @param known the last keys that are known, of which there are some
  private static boolean isEmptied(Sql sql, KeyRing known) {
    return KeyTable.isEmpty(sql)
        && KeyTable.revision(sql) <= known.revision()
        && AuditLog.lastAction(sql).filter(CREATED::equals).isEmpty();
  }

  /// Makes a new store in the place of the one that is gone.
  ///
  /// @throws StoreException if it cannot be made, or a part of the old one is there
  static void replace(Opening anew) throws StoreException, InterruptedException {
    try {
      anew.open();
    } catch (StoreException why) {
      throw why.problem() == Problem.GONE ? notAlone(why) : why;
    }
  }

  /// Makes the exception for a part of the old store that is in the way of a new one.
  private static StoreException notAlone(StoreException why) {
    return new StoreException(
        Problem.CONFLICT,
        "no new store is made beside a part of the old one: move what is left of it away, and try again (%s)"
            .formatted(why.getMessage()));
  }
}
