package dev.sluice.accounts;

import dev.sluice.accounts.AccountChanges.Committer;
import dev.sluice.accounts.ChangeRefused.Reason;
import dev.sluice.accounts.audit.AuditEntry.Event;
import dev.sluice.accounts.audit.AuditLog;
import dev.sluice.accounts.key.KeySecret;
import dev.sluice.accounts.key.KeyTable;
import dev.sluice.accounts.key.StoredKey;
import dev.sluice.accounts.people.PeopleTable;
import dev.sluice.accounts.people.Person;
import dev.sluice.accounts.people.Person.Subject;
import dev.sluice.accounts.people.Profile;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreException;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// Changes of people, as a directory makes them. Each is one transaction with its audit row and new
/// revisions, and holds for keys and sessions when its method returns, in other processes within
/// two seconds. For threads that may wait; never a call's or a loop.
///
/// A person who has logged in before the directory has written it is the same one where the login's
/// link means it ([DirectoryLinks]): what was of that person becomes the directory's.
public final class PeopleChanges {
  private final Committer committer;
  private final LongSupplier wall;
  private final RandomGenerator random;
  private final LoginRefusals refusals = new LoginRefusals();

  /// What a directory may say of a person.
  ///
  /// @param active whether it lets the person come in, as far as it has a say
  public record Draft(Profile profile, boolean active) {}

  /// @param wall the wall clock, in milliseconds since 1970
  /// @param random a generator that cannot be foretold
  PeopleChanges(Committer committer, LongSupplier wall, RandomGenerator random) {
    this.committer = committer;
    this.wall = wall;
    this.random = random;
  }

  /// The changes of groups.
  public GroupChanges groups() {
    return new GroupChanges(committer, wall, random);
  }

  /// The logins of people, and their ends.
  public Logins logins() {
    return new Logins(committer, wall, random, refusals);
  }

  /// Makes a person.
  ///
  /// @param actor who does it, for the audit log
  public Person create(String actor, Draft draft) throws StoreException, InterruptedException {
    PeopleChecks.profile(draft.profile());
    return committer.commit(
        sql -> {
          PeopleChecks.alone(sql, draft.profile(), "");
          long now = wall.getAsLong();
          var person =
              new Person(
                  KeySecret.newId(random),
                  Subject.NONE,
                  draft.profile(),
                  draft.active(),
                  false,
                  true,
                  List.of(),
                  now,
                  now,
                  1);
          PeopleTable.insert(sql, person);
          record(sql, actor, "person.create", person, state(person));
          return joined(sql, actor, person);
        });
  }

  /// Changes what is said of a person.
  ///
  /// @param version the one that was read; empty for any
  /// @param change makes the new draft of what there is
  public Person change(String actor, String id, OptionalLong version, UnaryOperator<Draft> change)
      throws StoreException, InterruptedException {
    return committer.commit(
        sql -> {
          Person before = personOfVersion(sql, id, version);
          Draft draft = change.apply(new Draft(before.profile(), before.enabled()));
          PeopleChecks.profile(draft.profile());
          if (before.provisioned()) {
            PeopleChecks.alone(sql, draft.profile(), id);
          }
          Person next = next(before, draft.profile(), draft.active(), before.deactivated());
          write(sql, next);
          record(sql, actor, "person.change", next, state(next) + changed(before.profile(), draft));
          return before.provisioned() ? joined(sql, actor, next) : person(sql, id);
        });
  }

  private Person next(Person before, Profile profile, boolean enabled, boolean deactivated) {
    return new Person(
        before.id(),
        before.subject(),
        profile,
        enabled,
        deactivated,
        before.provisioned(),
        before.claimed(),
        before.created(),
        wall.getAsLong(),
        before.version());
  }

  private static void write(Sql sql, Person next) {
    ChangeChecks.current(PeopleTable.update(sql, next), "person " + next.id());
    if (!next.active()) {
      int _ = PeopleTable.endAllOf(sql, next.id());
    }
  }

  private static String state(Person person) {
    if (person.active()) {
      return "active";
    }
    return person.deactivated() && person.enabled() ? "not active: deactivated here" : "not active";
  }

  /// What was changed of a profile, of what tells people apart. The values are not told: the audit
  /// log has readers who may not read people.
  private static String changed(Profile before, Draft draft) {
    Profile now = draft.profile();
    StringBuilder told = new StringBuilder();
    if (!now.userName().equals(before.userName())) {
      told.append(", user name changed");
    }
    if (!now.externalId().equals(before.externalId())) {
      told.append(", external id changed");
    }
    if (!now.email().equals(before.email())) {
      told.append(", e-mail changed");
    }
    return told.toString();
  }

  /// Lets a person in, or not any more: sessions end, and keys are refused at once. No directory
  /// changes that.
  public Person setActive(String actor, String id, boolean active)
      throws StoreException, InterruptedException {
    return committer.commit(
        sql -> {
          Person before = person(sql, id);
          Person next = next(before, before.profile(), active || before.enabled(), !active);
          write(sql, next);
          record(sql, actor, "person.change", next, state(next));
          return before.provisioned() ? joined(sql, actor, next) : person(sql, id);
        });
  }

  /// Removes a person. Keys of the person are revoked, for good, and sessions end.
  ///
  /// @param version the one that was read; empty for any
  public Person delete(String actor, String id, OptionalLong version)
      throws StoreException, InterruptedException {
    return committer.commit(
        sql -> {
          Person before = personOfVersion(sql, id, version);
          List<StoredKey> keys = living(sql, id);
          long now = wall.getAsLong();
          keys.forEach(key -> KeyTable.revoke(sql, key.id(), now, false));
          PeopleTable.delete(sql, id);
          record(sql, actor, "person.delete", before, "with keys: " + AccountChanges.named(keys));
          return before;
        });
  }

  private static List<StoredKey> living(Sql sql, String person) {
    return KeyTable.ring(sql).keys().stream()
        .filter(key -> key.owner().person().equals(person) && !key.life().isRevoked())
        .toList();
  }

  /// The person as it is once it is one with the person who has logged in with its link.
  private Person joined(Sql sql, String actor, Person person) {
    new DirectoryLinks(wall).join(sql, actor, person(sql, person.id()));
    return person(sql, person.id());
  }

  private void record(Sql sql, String actor, String action, Person person, String detail) {
    KeyTable.raise(sql);
    PeopleTable.raise(sql);
    AuditLog.add(sql, new Event(wall.getAsLong(), actor, action, subject(person), detail));
  }

  /// The name of a person in the audit log.
  public static String subject(Person person) {
    return person.id() + " " + person.profile().userName();
  }

  /// The person with an id, who must be there.
  static Person person(Sql sql, String id) {
    return PeopleTable.person(sql, id)
        .orElseThrow(() -> new ChangeRefused(Reason.NOT_FOUND, "there is no person " + id));
  }

  private static Person personOfVersion(Sql sql, String id, OptionalLong version) {
    Person person = person(sql, id);
    ChangeChecks.version("person " + id, version, person.version());
    return person;
  }
}
