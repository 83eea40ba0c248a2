package dev.sluice.accounts.people;

import dev.sluice.accounts.people.Person.Subject;
import dev.sluice.accounts.store.Columns;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Sql.Row;
import dev.sluice.call.text.EnumWords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// People and their sessions in the store's tables. Each method is a part of a transaction, or of a
/// question.
public final class PeopleTable {
  private static final String IN_ORDER = " order by created, id limit ? offset ?";

  /// The two bits of the column `active`, which is 1 of a person who may come in.
  private static final long ENABLED = 1;

  private static final long DEACTIVATED = 2;

  private PeopleTable() {}

  /// The revision of people, groups and sessions.
  public static long revision(Sql sql) {
    return sql.number("select number as n from people_revision");
  }

  /// Raises the revision, as every change does.
  public static void raise(Sql sql) {
    sql.update("update people_revision set number = number + 1");
  }

  /// Lets other processes' changes of people wait for the end of this transaction, and this one for
  /// theirs. What is read behind it is what holds.
  public static void lock(Sql sql) {
    sql.update("update people_revision set number = number");
  }

  /// Reads the sessions that are not over, with their people, and the owners of keys.
  ///
  /// @param now in milliseconds since 1970
  public static PeopleSnapshot snapshot(Sql sql, long now) {
    long revision = revision(sql);
    List<PersonSession> sessions =
        sql.query("select * from sessions where ends > ?", PeopleTable::session, now);
    Map<String, List<String>> groups = new HashMap<>();
    sql.query(
        "select m.person_id, g.name from person_group_members m"
            + " join person_groups g on g.id = m.group_id"
            + " where m.person_id in (select person_id from sessions where ends > ?)",
        row ->
            groups
                .computeIfAbsent(row.text("person_id"), _ -> new ArrayList<>())
                .add(row.text("name")),
        now);
    List<Person> people =
        sql.query(
            "select * from people where id in (select person_id from sessions where ends > ?)"
                + " or id in (select owner from keys where owner <> '')",
            PeopleTable::person,
            now);
    return new PeopleSnapshot(revision, sessions, people, groups);
  }

  /// The person with an id.
  public static Optional<Person> person(Sql sql, String id) {
    return sql.first("select * from people where id = ?", PeopleTable::person, id);
  }

  /// The person with a subject at a provider.
  public static Optional<Person> bySubject(Sql sql, Subject subject) {
    return sql.first(
        "select * from people where iss = ? and sub = ? and sub <> ''",
        PeopleTable::person,
        subject.iss(),
        subject.sub());
  }

  /// The person of a directory with a user name, whatever the case of its letters.
  public static Optional<Person> byUserName(Sql sql, String userName) {
    return sql.first(
        "select * from people where user_key = ? and provisioned = 1",
        PeopleTable::person,
        Profile.key(userName));
  }

  /// The people with an external id, of a directory or by the link of a login; those of the
  /// directory first.
  public static List<Person> byExternalId(Sql sql, String externalId) {
    return sql.query(
        "select * from people where external_id = ? and external_id <> ''"
            + " order by provisioned desc, created, id",
        PeopleTable::person,
        externalId);
  }

  /// The people who have logged in with a link, whatever the case of its letters, and that no
  /// directory has written.
  public static List<Person> byLink(Sql sql, String link) {
    return sql.query(
        "select * from people where link_key = ? and link_key <> '' and provisioned = 0"
            + " order by created, id",
        PeopleTable::person,
        Profile.key(link));
  }

  /// The people that a directory has written, in the order in which they were made.
  ///
  /// @param offset how many to pass over
  public static List<Person> provisioned(Sql sql, long offset, int most) {
    return sql.query(
        "select * from people where provisioned = 1" + IN_ORDER, PeopleTable::person, most, offset);
  }

  /// How many people a directory has written.
  public static long countProvisioned(Sql sql) {
    return sql.number("select count(*) as n from people where provisioned = 1");
  }

  /// All people, in the order in which they were made.
  ///
  /// @param offset how many to pass over
  public static List<Person> people(Sql sql, long offset, int most) {
    return sql.query("select * from people" + IN_ORDER, PeopleTable::person, most, offset);
  }

  /// When those of [#people] have logged in last, in milliseconds since 1970, by their ids; 0 for
  /// never.
  public static Map<String, Long> lastLogins(Sql sql, long offset, int most) {
    Map<String, Long> logins = new HashMap<>();
    sql.query(
        "select id, last_login from people" + IN_ORDER,
        row -> logins.put(row.text("id"), row.number("last_login")),
        most,
        offset);
    return logins;
  }

  /// When a person has logged in last, in milliseconds since 1970; 0 for never.
  public static long lastLogin(Sql sql, String id) {
    return sql.number("select coalesce(max(last_login), 0) as n from people where id = ?", id);
  }

  /// Adds a new person.
  public static void insert(Sql sql, Person person) {
    changing(person)
        .and("id", person.id())
        .and("created", person.created())
        .and("version", person.version())
        .insert(sql, "people");
  }

  /// Writes a person anew; its version rises.
  ///
  /// @param person with the version that was read
  /// @return whether it was of this version
  public static boolean update(Sql sql, Person person) {
    return changing(person).update(sql, "people", "id", person.id(), person.version());
  }

  /// The columns that may change.
  private static Columns changing(Person person) {
    Profile profile = person.profile();
    return Columns.of("iss", person.subject().iss())
        .and("sub", person.subject().sub())
        .and("external_id", profile.externalId())
        .and("link_key", Profile.key(profile.externalId()))
        .and("user_name", profile.userName())
        .and("user_key", profile.userKey())
        .and("email", profile.email())
        .and("display_name", profile.displayName())
        .and("attributes", profile.attributes())
        .and("claimed", String.join("\n", person.claimed()))
        .and("active", activation(person))
        .and("provisioned", bit(person.provisioned()))
        .and("changed", person.changed());
  }

  /// Removes a person with its sessions and memberships. Keys stay as they are.
  public static void delete(Sql sql, String id) {
    sql.update("delete from sessions where person_id = ?", id);
    sql.update("delete from person_group_members where person_id = ?", id);
    sql.update("delete from people where id = ?", id);
  }

  /// Adds a session, which is a login.
  public static void insert(Sql sql, PersonSession session) {
    Columns.of("digest", HexFormat.of().parseHex(session.digest()))
        .and("person_id", session.person())
        .and("kind", EnumWords.of(session.kind()))
        .and("sid", session.sid())
        .and("created", session.created())
        .and("ends", session.ends())
        .insert(sql, "sessions");
    sql.update(
        "update people set last_login = ? where id = ? and last_login < ?",
        session.created(),
        session.person(),
        session.created());
  }

  /// The sessions of a person that are not over, the oldest first.
  public static List<PersonSession> sessions(Sql sql, String person, long now) {
    return sql.query(
        "select * from sessions where person_id = ? and ends > ? order by created, digest",
        PeopleTable::session,
        person,
        now);
  }

  /// Ends a session.
  ///
  /// @param digest in hexadecimal
  /// @return whether there was one
  public static boolean end(Sql sql, String digest) {
    return sql.update("delete from sessions where digest = ?", HexFormat.of().parseHex(digest)) > 0;
  }

  /// Lets a session that is not over go on.
  ///
  /// @param digest in hexadecimal
  /// @param ends when it ends by itself, if that is later than before
  /// @return whether it goes on for longer
  public static boolean extend(Sql sql, String digest, long ends, long now) {
    return sql.update(
            "update sessions set ends = ? where digest = ? and ends < ? and ends > ?",
            ends,
            HexFormat.of().parseHex(digest),
            ends,
            now)
        > 0;
  }

  /// Whose a session is.
  ///
  /// @param digest in hexadecimal
  public static Optional<Person> ofSession(Sql sql, String digest) {
    return sql.first(
        "select * from people where id in (select person_id from sessions where digest = ?)",
        PeopleTable::person,
        HexFormat.of().parseHex(digest));
  }

  /// Ends the sessions of people of a provider. Where the person is named, those of theirs that the
  /// provider has not called anything end with the one that is named.
  ///
  /// @param sub whose; empty for anybody's
  /// @param sid which, as the provider calls it; empty for all
  /// @return how many have ended
  public static int endOf(Sql sql, String iss, String sub, String sid) {
    return sql.update(
        "delete from sessions where (? = '' or sid = ? or (? <> '' and sid = '')) and person_id in"
            + " (select id from people where iss = ? and (? = '' or sub = ?))",
        sid,
        sid,
        sub,
        iss,
        sub,
        sub);
  }

  /// The names of the groups in which a directory has a person.
  public static List<String> groupsOf(Sql sql, String person) {
    return sql.query(
        "select g.name from person_group_members m join person_groups g on g.id = m.group_id"
            + " where m.person_id = ?",
        row -> row.text("name"),
        person);
  }

  /// Ends all sessions of a person.
  ///
  /// @return how many have ended
  public static int endAllOf(Sql sql, String person) {
    return sql.update("delete from sessions where person_id = ?", person);
  }

  /// Gives the sessions and logins of one person to another one.
  public static void giveSessions(Sql sql, String from, String to) {
    long last = lastLogin(sql, from);
    sql.update("update people set last_login = ? where id = ? and last_login < ?", last, to, last);
    sql.update("update sessions set person_id = ? where person_id = ?", to, from);
  }

  /// Removes the sessions that are over.
  public static void endOver(Sql sql, long now) {
    sql.update("delete from sessions where ends <= ?", now);
  }

  private static Person person(Row row) {
    String claimed = row.text("claimed");
    return new Person(
        row.text("id"),
        new Subject(row.text("iss"), row.text("sub")),
        new Profile(
            row.text("user_name"),
            row.text("external_id"),
            row.text("email"),
            row.text("display_name"),
            row.text("attributes")),
        (row.number("active") & ENABLED) != 0,
        (row.number("active") & DEACTIVATED) != 0,
        row.number("provisioned") != 0,
        claimed.isEmpty() ? List.of() : List.of(claimed.split("\n", -1)),
        row.number("created"),
        row.number("changed"),
        row.number("version"));
  }

  private static PersonSession session(Row row) {
    return new PersonSession(
        HexFormat.of().formatHex(row.bytes("digest")),
        row.text("person_id"),
        EnumWords.read(PersonSession.Kind.class, "kind", row.text("kind")),
        row.text("sid"),
        row.number("created"),
        row.number("ends"));
  }

  private static long activation(Person person) {
    return (person.enabled() ? ENABLED : 0) + (person.deactivated() ? DEACTIVATED : 0);
  }

  static long bit(boolean value) {
    return value ? 1 : 0;
  }
}
