package dev.sluice.accounts.audit;

import dev.sluice.accounts.audit.AuditEntry.Event;
import dev.sluice.accounts.key.KeyTable;
import dev.sluice.accounts.store.Columns;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Sql.Row;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The audit log in the store's tables. Each method is a part of a transaction. Two processes that
/// add at the same time take the same number: the second one fails as a conflict, and may try
/// again.
public final class AuditLog {
  /// The action of entries about refused tokens, which change nothing. They come by whoever shows
  /// tokens, so that they count neither as changes nor as the last thing that was done.
  public static final String REFUSED = "token.refuse";

  /// The action of entries about people who have logged in, and out, which change nothing either.
  public static final String LOGIN = "login";

  public static final String LOGOUT = "logout";

  /// The action of entries about people who are known, and may not log in.
  public static final String LOGIN_REFUSED = "login.refuse";

  private static final Set<String> NO_CHANGES = Set.of(REFUSED, LOGIN, LOGOUT, LOGIN_REFUSED);

  private static final int CHUNK = 1_000;

  /// The revision of a store without a change.
  private static final long FIRST_REVISION = 1;

  private AuditLog() {}

  /// Adds an entry.
  public static void add(Sql sql, Event event) {
    Optional<AuditEntry> last = last(sql);
    AuditEntry entry =
        AuditEntry.after(
            last.map(AuditEntry::hash).orElse(AuditEntry.BEGIN),
            last.map(AuditEntry::number).orElse(0L) + 1,
            event);
    Columns.of("number", entry.number())
        .and("at", event.at())
        .and("actor", event.actor())
        .and("action", event.action())
        .and("subject", event.subject())
        .and("detail", event.detail())
        .and("hash", entry.hash())
        .insert(sql, "audit");
  }

  /// The action of the last change; empty for a log without one.
  public static Optional<String> lastAction(Sql sql) {
    return sql.first(
            "select * from audit where action not in (?, ?, ?, ?) order by number desc limit 1",
            AuditLog::entry,
            NO_CHANGES.toArray())
        .map(entry -> entry.event().action());
  }

  private static Optional<AuditEntry> last(Sql sql) {
    return sql.first("select * from audit order by number desc limit 1", AuditLog::entry);
  }

  /// Entries before a number, the newest first.
  ///
  /// @param before 0 for all
  public static List<AuditEntry> before(Sql sql, long before, int most, AuditFilter filter) {
    return sql.query(
        "select * from audit where number < ? and (? = '' or actor = ?) and (? = '' or action = ?)"
            + " and (? = '' or subject = ? or subject like ? escape '!' or subject like ? escape"
            + " '!') order by number desc limit ?",
        AuditLog::entry,
        before == 0 ? Long.MAX_VALUE : before,
        filter.actor(),
        filter.actor(),
        filter.action(),
        filter.action(),
        filter.subject(),
        filter.subject(),
        literal(filter.subject()) + " %",
        "% " + literal(filter.subject()),
        most);
  }

  /// How many entries have a text in their subject, detail or actor.
  public static long naming(Sql sql, String text) {
    String anywhere = "%" + literal(text) + "%";
    return sql.number(
        "select count(*) as n from audit where subject like ? escape '!' or detail like ?"
            + " escape '!' or actor like ? escape '!'",
        anywhere,
        anywhere,
        anywhere);
  }

  /// Escapes a text so that it stands for itself in a pattern.
  private static String literal(String text) {
    return text.replaceAll("[!%_]", "!$0");
  }

  /// Reads all entries and checks that each follows the one before it, and that there are as many
  /// as changes.
  public static Verdict verify(Sql sql) {
    long changes = KeyTable.revision(sql) - FIRST_REVISION;
    Followed followed = follow(sql);
    Verdict found = followed.verdict();
    boolean cut = found.broken().isEmpty() && followed.changes() < changes;
    return cut
        ? new Verdict(found.entries(), found.hash(), Optional.of(found.entries() + 1))
        : found;
  }

  /// @param changes how many of the entries are changes
  private record Followed(Verdict verdict, long changes) {}

  private static Followed follow(Sql sql) {
    String hash = AuditEntry.BEGIN;
    long number = 0;
    long changes = 0;
    while (true) {
      List<AuditEntry> next =
          sql.query(
              "select * from audit where number > ? order by number limit ?",
              AuditLog::entry,
              number,
              CHUNK);
      for (AuditEntry entry : next) {
        if (entry.number() != number + 1 || !entry.follows(hash)) {
          return new Followed(new Verdict(number, hash, Optional.of(entry.number())), changes);
        }
        changes += NO_CHANGES.contains(entry.event().action()) ? 0 : 1;
        number = entry.number();
        hash = entry.hash();
      }
      if (next.size() < CHUNK) {
        return new Followed(new Verdict(number, hash, Optional.empty()), changes);
      }
    }
  }

  /// The result of a check. A chain shows changes within. That its end was cut off shows beside the
  /// revision of teams and keys, which every change raises; where that was set back, too, only
  /// beside a `hash` that was kept elsewhere.
  ///
  /// @param entries how many are in order, from the first on
  /// @param hash the hash of the last entry in order
  /// @param broken the number of the first one that is missing or is not what was written
  public record Verdict(long entries, String hash, Optional<Long> broken) {}

  private static AuditEntry entry(Row row) {
    return new AuditEntry(
        row.number("number"),
        new Event(
            row.number("at"),
            row.text("actor"),
            row.text("action"),
            row.text("subject"),
            row.text("detail")),
        row.text("hash"));
  }
}
