package dev.sluice.accounts;

import dev.sluice.accounts.AccountChanges.Committer;
import dev.sluice.accounts.ChangeRefused.Reason;
import dev.sluice.accounts.audit.AuditEntry.Event;
import dev.sluice.accounts.audit.AuditLog;
import dev.sluice.accounts.key.KeySecret;
import dev.sluice.accounts.key.KeyTable;
import dev.sluice.accounts.people.GroupTable;
import dev.sluice.accounts.people.PeopleTable;
import dev.sluice.accounts.people.PersonGroup;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreException;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// Changes of groups of people. Each is one transaction with its audit row and new revisions, and
/// holds for sessions when its method returns, in other processes within two seconds. For threads
/// that may wait; never a call's or a loop.
public final class GroupChanges {
  /// How many members a group may have: their changes must end within the store's patience.
  private static final int MOST = 50_000;

  private final Committer committer;
  private final LongSupplier wall;
  private final RandomGenerator random;

  /// What a directory may say of a group.
  ///
  /// @param members the ids of its people
  public record Draft(String name, String externalId, String attributes, List<String> members) {
    public Draft {
      members = members.stream().distinct().toList();
    }
  }

  /// @param wall the wall clock, in milliseconds since 1970
  /// @param random a generator that cannot be foretold
  GroupChanges(Committer committer, LongSupplier wall, RandomGenerator random) {
    this.committer = committer;
    this.wall = wall;
    this.random = random;
  }

  /// Makes a group.
  ///
  /// @param actor who does it, for the audit log
  public PersonGroup create(String actor, Draft draft) throws StoreException, InterruptedException {
    check(draft);
    return committer.commit(
        sql -> {
          checkAlone(sql, draft, "");
          checkKnown(sql, draft.members());
          long now = wall.getAsLong();
          String id = KeySecret.newId(random);
          GroupTable.insert(sql, group(id, draft, now, now, 1));
          String detail = MemberChange.of(List.of(), draft.members()).told();
          record(sql, actor, "group.create", id + " " + draft.name(), detail);
          return group(sql, id);
        });
  }

  private static PersonGroup group(
      String id, Draft draft, long created, long changed, long version) {
    return new PersonGroup(
        id,
        draft.name(),
        draft.externalId(),
        draft.attributes(),
        draft.members(),
        created,
        changed,
        version);
  }

  /// Changes a group and its members.
  ///
  /// @param version the one that was read; empty for any
  /// @param change makes the new draft of what there is
  public PersonGroup change(
      String actor, String id, OptionalLong version, UnaryOperator<Draft> change)
      throws StoreException, InterruptedException {
    return committer.commit(
        sql -> {
          PersonGroup before = groupOfVersion(sql, id, version);
          Draft draft =
              change.apply(
                  new Draft(
                      before.name(), before.externalId(), before.attributes(), before.members()));
          check(draft);
          checkAlone(sql, draft, id);
          PersonGroup next = group(id, draft, before.created(), wall.getAsLong(), before.version());
          ChangeChecks.current(GroupTable.update(sql, next), "group " + id);
          change(sql, before, draft);
          String detail = MemberChange.of(before.members(), draft.members()).told();
          record(
              sql, actor, "group.change", id + " " + draft.name(), detail + changed(before, draft));
          return group(sql, id);
        });
  }

  /// Adds and removes members. The group, or its name of before, is taken from what the last logins
  /// of its members named, so that sessions of before lose what it gave.
  private static void change(Sql sql, PersonGroup before, Draft draft) {
    var members = MemberChange.of(before.members(), draft.members());
    checkKnown(sql, members.added());
    GroupTable.remove(sql, before.id(), members.removed());
    GroupTable.add(sql, before.id(), members.added());
    Set<String> names = names(before);
    GroupTable.unclaim(sql, members.removed(), names);
    names.removeAll(List.of(draft.name(), draft.externalId()));
    if (!names.isEmpty()) {
      GroupTable.unclaim(sql, draft.members(), names);
    }
  }

  /// What logins may call a group.
  private static Set<String> names(PersonGroup group) {
    Set<String> names = new HashSet<>(List.of(group.name()));
    if (!group.externalId().isEmpty()) {
      names.add(group.externalId());
    }
    return names;
  }

  /// What was changed of what tells groups apart. The values of before are not told, as they are
  /// not of people.
  private static String changed(PersonGroup before, Draft draft) {
    String name = draft.name().equals(before.name()) ? "" : ", name changed";
    return draft.externalId().equals(before.externalId()) ? name : name + ", external id changed";
  }

  /// Removes a group; its people stay.
  ///
  /// @param version the one that was read; empty for any
  public PersonGroup delete(String actor, String id, OptionalLong version)
      throws StoreException, InterruptedException {
    return committer.commit(
        sql -> {
          PersonGroup before = groupOfVersion(sql, id, version);
          GroupTable.delete(sql, id);
          GroupTable.unclaim(sql, before.members(), names(before));
          String detail = MemberChange.of(before.members(), List.of()).told();
          record(sql, actor, "group.delete", id + " " + before.name(), detail);
          return before;
        });
  }

  private static void check(Draft draft) {
    PeopleChecks.group(draft.name(), draft.externalId(), draft.attributes());
    if (draft.members().size() > MOST) {
      throw new ChangeRefused(
          Reason.INVALID,
          "a group may have %d members at most; it has %d".formatted(MOST, draft.members().size()));
    }
  }

  private static void checkAlone(Sql sql, Draft draft, String id) {
    boolean there =
        GroupTable.named(sql, draft.name()).stream()
            .anyMatch(other -> other.name().equals(draft.name()) && !other.id().equals(id));
    if (there) {
      throw new ChangeRefused(Reason.EXISTS, "there is a group " + draft.name());
    }
  }

  private static void checkKnown(Sql sql, List<String> members) {
    List<String> unknown = GroupTable.unknown(sql, members);
    if (!unknown.isEmpty()) {
      throw new ChangeRefused(
          Reason.INVALID,
          "members must be ids of people of the directory; there is no " + unknown.getFirst());
    }
  }

  private void record(Sql sql, String actor, String action, String subject, String detail) {
    KeyTable.raise(sql);
    PeopleTable.raise(sql);
    AuditLog.add(sql, new Event(wall.getAsLong(), actor, action, subject, detail));
  }

  private static PersonGroup group(Sql sql, String id) {
    return GroupTable.group(sql, id)
        .orElseThrow(() -> new ChangeRefused(Reason.NOT_FOUND, "there is no group " + id));
  }

  private static PersonGroup groupOfVersion(Sql sql, String id, OptionalLong version) {
    PersonGroup group = group(sql, id);
    ChangeChecks.version("group " + id, version, group.version());
    return group;
  }
}
