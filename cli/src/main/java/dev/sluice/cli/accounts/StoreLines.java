package dev.sluice.cli.accounts;

import dev.sluice.accounts.ledger.JournalFiles;
import dev.sluice.accounts.ledger.LedgerContent;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.store.SchemaVersions;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreUpkeep.Migrated;
import dev.sluice.accounts.upkeep.Backup;
import dev.sluice.accounts.upkeep.Restore;
import dev.sluice.accounts.upkeep.StoreStatus;
import dev.sluice.accounts.upkeep.StoreStatus.Content;
import dev.sluice.call.text.Plural;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `store` says of a store and its backups, a line each.
final class StoreLines {
  private StoreLines() {}

  static List<String> of(StoreConfig store, StoreStatus status) {
    var lines = new ArrayList<String>();
    String kind = store.url().isPresent() ? "PostgreSQL" : "SQLite";
    lines.add(
        "store    %s, %s%s"
            .formatted(
                store.name(), kind, status.holder().map(by -> ", held by " + by).orElse("")));
    lines.add(folder(store));
    lines.add("tables   " + tables(status.versions(), status.steppedBack()));
    lines.add("holds    " + content(status.content()));
    lines.add(
        "journal  "
            + status
                .journal()
                .map(of -> "%s that the store has not".formatted(calls(of.behind())))
                .orElse("none in this folder"));
    return lines;
  }

  /// Where the gateway's own files are. A relative `store.path` leads elsewhere in another working
  /// folder than the gateway's.
  private static String folder(StoreConfig store) {
    return "folder   " + store.folder();
  }

  private static String tables(SchemaVersions versions, long steppedBack) {
    if (versions.isEmpty()) {
      return "none";
    }
    String own =
        steppedBack > 0
            ? "version %d, stepped back from %d".formatted(versions.store(), steppedBack)
            : "version %d, for programs of %d and later"
                .formatted(versions.store(), versions.since());
    String program = "; this program's are of %d".formatted(versions.program());
    if (!versions.isForThisProgram()) {
      return own + program + ", which cannot use them: take a newer program, or restore a backup";
    }
    return versions.pending() > 0
        ? own + program + ", to which its start, or migrate, brings them"
        : own + program;
  }

  private static String content(Content content) {
    LedgerContent ledger = content.ledger();
    String accounts =
        "%s, %s".formatted(Plural.of(content.teams(), "team"), Plural.of(content.keys(), "key"));
    return accounts + ", " + (ledger.calls() == 0 ? "no calls" : spent(ledger));
  }

  private static String spent(LedgerContent ledger) {
    return "%s for %s, from %s to %s"
        .formatted(
            calls(ledger.calls()), Money.text(ledger.nanos()), ledger.first(), ledger.last());
  }

  private static String calls(long calls) {
    return Plural.of(calls, "call");
  }

  static String migrated(Migrated done, boolean back) {
    long before = done.before().store();
    long after = done.after().store();
    if (back) {
      return "tables are for programs of version %d now; they stay as they are, and the next later program takes them on to %d"
          .formatted(after, before);
    }
    return before == after
        ? "tables are of version %d: nothing to do".formatted(after)
        : "tables brought from version %d to %d, for programs of %d and later"
            .formatted(before, after, done.after().since());
  }

  static List<String> of(StoreConfig store, Backup.Made made) {
    var lines = new ArrayList<String>();
    lines.add("backup   " + made.folder().toAbsolutePath().normalize());
    lines.add("of       " + store.name());
    lines.add(folder(store));
    lines.add("holds    " + content(made.content()));
    lines.add("journal  " + journal(made));
    return lines;
  }

  private static String journal(Backup.Made made) {
    Optional<JournalFiles> journal = made.journal();
    if (journal.isEmpty()) {
      return "none in this folder; gateways elsewhere have their own";
    }
    String behind = calls(journal.get().behind());
    return made.withJournal()
        ? "in the backup, with %s that the store has not".formatted(behind)
        : "not in the backup, since a gateway may write it: %s that the backup has not"
            .formatted(behind);
  }

  static List<String> of(StoreConfig store, Restore.Done done) {
    var lines = new ArrayList<String>();
    lines.add("restored the backup of " + done.made());
    lines.add("store    " + store.name());
    lines.add(folder(store));
    lines.add("holds    " + content(done.content()));
    done.replaced().ifPresent(to -> lines.add("aside    the store that was there is in " + to));
    lines.add("journal  " + journal(done));
    lines.add(
        "keys     are those of the backup: revoke again what was revoked since, restart every"
            + " gateway at this store");
    return lines;
  }

  private static String journal(Restore.Done done) {
    String has =
        done.journal()
            .map(of -> "has %s more, which the next start writes".formatted(calls(of.behind())))
            .orElse("none in this folder: what was spent since is not known");
    return done.gap()
        ? has + "; it does not go back as far as the backup: what lies between is lost"
        : has;
  }
}
