package dev.sluice.accounts.people;

import dev.sluice.accounts.store.Columns;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Sql.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;

/// Groups of people in the store's tables. Each method is a part of a transaction, or of a
/// question.
public final class GroupTable {
  private static final int CHUNK = 1_000;

  private GroupTable() {}

  /// The group with an id, with its members.
  public static Optional<PersonGroup> group(Sql sql, String id) {
    return withMembers(sql, bare(sql, id).stream().toList(), Integer.MAX_VALUE).stream()
        .findFirst();
  }

  /// The group with an id, without its members.
  public static Optional<PersonGroup> bare(Sql sql, String id) {
    return sql.first("select * from person_groups where id = ?", row -> group(row, List.of()), id);
  }

  /// The groups with a name, whatever the case of the letters A to Z, without their members.
  public static List<PersonGroup> named(Sql sql, String name) {
    return sql.query(
        "select * from person_groups where name_key = ? order by created, id",
        row -> group(row, List.of()),
        Profile.key(name));
  }

  /// The groups that a directory calls so, without their members.
  public static List<PersonGroup> byExternalId(Sql sql, String externalId) {
    return sql.query(
        "select * from person_groups where external_id = ? and external_id <> ''"
            + " order by created, id",
        row -> group(row, List.of()),
        externalId);
  }

  /// The groups of a person, without their members.
  public static List<PersonGroup> of(Sql sql, String person) {
    return sql.query(
        "select g.* from person_groups g join person_group_members m on m.group_id = g.id"
            + " where m.person_id = ? order by g.created, g.id",
        row -> group(row, List.of()),
        person);
  }

  /// The groups of some people by the ids of these, without their members.
  public static Map<String, List<PersonGroup>> ofAll(Sql sql, Collection<String> people) {
    Map<String, List<PersonGroup>> groups = new HashMap<>();
    for (List<String> chunk : chunks(people)) {
      sql.query(
          "select m.person_id, g.* from person_groups g join person_group_members m"
              + " on m.group_id = g.id where m.person_id in ("
              + marks(chunk)
              + ") order by g.created, g.id",
          row ->
              groups
                  .computeIfAbsent(row.text("person_id"), _ -> new ArrayList<>())
                  .add(group(row, List.of())),
          chunk.toArray());
    }
    return groups;
  }

  /// All groups without their members, in the order in which they were made.
  ///
  /// @param offset how many to pass over
  public static List<PersonGroup> groups(Sql sql, long offset, int most) {
    return sql.query(
        "select * from person_groups order by created, id limit ? offset ?",
        row -> group(row, List.of()),
        (long) most,
        offset);
  }

  /// How many groups there are.
  public static long count(Sql sql) {
    return sql.number("select count(*) as n from person_groups");
  }

  /// Reads the members of groups: of the first ones that have so many together, at least of one.
  public static List<PersonGroup> withMembers(Sql sql, List<PersonGroup> groups, int most) {
    List<PersonGroup> first = first(sql, groups, most);
    Map<String, List<String>> members = new HashMap<>();
    for (List<String> chunk : chunks(ids(first))) {
      sql.query(
          "select group_id, person_id from person_group_members where group_id in ("
              + marks(chunk)
              + ") order by group_id, person_id",
          row ->
              members
                  .computeIfAbsent(row.text("group_id"), _ -> new ArrayList<>())
                  .add(row.text("person_id")),
          chunk.toArray());
    }
    return first.stream().map(one -> one.with(members.getOrDefault(one.id(), List.of()))).toList();
  }

  private static List<PersonGroup> first(Sql sql, List<PersonGroup> groups, int most) {
    if (groups.size() < 2) {
      return groups;
    }
    Map<String, Long> counts = new HashMap<>();
    for (List<String> chunk : chunks(ids(groups))) {
      sql.query(
          "select group_id, count(*) as n from person_group_members where group_id in ("
              + marks(chunk)
              + ") group by group_id",
          row -> counts.put(row.text("group_id"), row.number("n")),
          chunk.toArray());
    }
    List<PersonGroup> first = new ArrayList<>();
    long members = 0;
    for (PersonGroup group : groups) {
      members += counts.getOrDefault(group.id(), 0L);
      if (members > most && !first.isEmpty()) {
        break;
      }
      first.add(group);
    }
    return first;
  }

  private static List<String> ids(List<PersonGroup> groups) {
    return groups.stream().map(PersonGroup::id).toList();
  }

  /// Adds a new group with its members.
  public static void insert(Sql sql, PersonGroup group) {
    changing(group)
        .and("id", group.id())
        .and("created", group.created())
        .and("version", group.version())
        .insert(sql, "person_groups");
    add(sql, group.id(), group.members());
  }

  /// Writes what a group is called; its version rises. Members stay as they are.
  ///
  /// @param group with the version that was read
  /// @return whether it was of this version
  public static boolean update(Sql sql, PersonGroup group) {
    return changing(group).update(sql, "person_groups", "id", group.id(), group.version());
  }

  /// The columns that may change.
  private static Columns changing(PersonGroup group) {
    return Columns.of("external_id", group.externalId())
        .and("name", group.name())
        .and("name_key", Profile.key(group.name()))
        .and("attributes", group.attributes())
        .and("changed", group.changed());
  }

  /// Adds members, of which none may be there.
  public static void add(Sql sql, String group, Collection<String> people) {
    sql.batch(
        "insert into person_group_members (group_id, person_id) values (?, ?)",
        people.stream().map(person -> new Object[] {group, person}).toList());
  }

  /// Removes members.
  public static void remove(Sql sql, String group, Collection<String> people) {
    sql.batch(
        "delete from person_group_members where group_id = ? and person_id = ?",
        people.stream().map(person -> new Object[] {group, person}).toList());
  }

  /// Removes a group; its people stay.
  public static void delete(Sql sql, String id) {
    sql.update("delete from person_group_members where group_id = ?", id);
    sql.update("delete from person_groups where id = ?", id);
  }

  /// Those of some ids that are no person's of a directory.
  public static List<String> unknown(Sql sql, Collection<String> people) {
    Set<String> known = new HashSet<>();
    for (List<String> chunk : chunks(people)) {
      String marks = marks(chunk);
      known.addAll(
          sql.query(
              "select id from people where provisioned = 1 and id in (" + marks + ")",
              row -> row.text("id"),
              chunk.toArray()));
    }
    return people.stream().filter(id -> !known.contains(id)).toList();
  }

  /// Takes groups out of what the last logins of some people named.
  ///
  /// @param names what the groups are called
  public static void unclaim(Sql sql, Collection<String> people, Set<String> names) {
    for (List<String> chunk : chunks(people)) {
      List<Object[]> changes = new ArrayList<>();
      sql.query(
          "select id, claimed from people where claimed <> '' and id in (" + marks(chunk) + ")",
          row -> {
            List<String> kept = new ArrayList<>(List.of(row.text("claimed").split("\n", -1)));
            return kept.removeAll(names)
                && changes.add(new Object[] {String.join("\n", kept), row.text("id")});
          },
          chunk.toArray());
      sql.batch("update people set claimed = ?, version = version + 1 where id = ?", changes);
    }
  }

  private static List<List<String>> chunks(Collection<String> people) {
    return List.copyOf(people).stream().gather(Gatherers.windowFixed(CHUNK)).toList();
  }

  private static String marks(List<String> values) {
    return values.stream().map(_ -> "?").collect(Collectors.joining(", "));
  }

  private static PersonGroup group(Row row, List<String> members) {
    return new PersonGroup(
        row.text("id"),
        row.text("name"),
        row.text("external_id"),
        row.text("attributes"),
        members,
        row.number("created"),
        row.number("changed"),
        row.number("version"));
  }
}
