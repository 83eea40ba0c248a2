package dev.sluice.accounts;

import dev.sluice.accounts.audit.AuditEntry.Event;
import dev.sluice.accounts.audit.AuditLog;
import dev.sluice.accounts.key.KeyTable;
import dev.sluice.accounts.people.PeopleTable;
import dev.sluice.accounts.people.Person;
import dev.sluice.accounts.people.Person.Subject;
import dev.sluice.accounts.people.Profile;
import dev.sluice.accounts.store.Sql;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Finds the person of a directory that somebody is who logs in. A login has a link: what a
/// directory would call the person, which is its external id, or without one its user name. One
/// subject at the most is a person of a directory. Each method is a part of a transaction.
///
/// @param wall the wall clock, in milliseconds since 1970
record DirectoryLinks(LongSupplier wall) {

  /// The person of a directory that a link names.
  ///
  /// @param link empty for nobody's
  static Optional<Person> meant(Sql sql, String link) {
    if (link.isEmpty()) {
      return Optional.empty();
    }
    return PeopleTable.byExternalId(sql, link).stream()
        .filter(Person::provisioned)
        .findFirst()
        .or(
            () ->
                PeopleTable.byUserName(sql, link)
                    .filter(one -> one.profile().externalId().isEmpty()));
  }

  /// The people who have logged in with the link of a person of a directory, and are not that one.
  private static List<Person> same(Sql sql, Profile profile) {
    String id = profile.externalId();
    return id.isEmpty()
        ? PeopleTable.byLink(sql, profile.userName())
        : PeopleTable.byLink(sql, id).stream()
            .filter(one -> one.profile().externalId().equals(id))
            .toList();
  }

  /// Makes a person of a directory one with the person who has logged in as such, if there is one.
  /// Where there are several, or the directory's has logged in as another subject, nobody can say
  /// who it is: the others may not come in any more, since the directory could never end that.
  ///
  /// @param actor who has written the person
  void join(Sql sql, String actor, Person person) {
    List<Person> same = same(sql, person.profile());
    if (same.size() == 1 && person.subject().isNone()) {
      take(sql, actor, same.getFirst(), person);
    } else {
      same.stream().filter(Person::active).forEach(other -> disable(sql, actor, other, person));
    }
  }

  private void disable(Sql sql, String actor, Person other, Person person) {
    write(sql, other, other.subject(), new Activation(false, other.deactivated()), other.claimed());
    Subject subject = other.subject();
    int _ = PeopleTable.endOf(sql, subject.iss(), subject.sub(), "");
    String why = "not active: not the only one to log in as " + person.id();
    add(sql, actor, other, why);
  }

  /// Gives a person of a directory what is of somebody who has logged in.
  void take(Sql sql, String actor, Person from, Person to) {
    KeyTable.giveAll(sql, from.id(), to.id());
    PeopleTable.giveSessions(sql, from.id(), to.id());
    PeopleTable.delete(sql, from.id());
    var activation = new Activation(to.enabled(), to.deactivated() || from.deactivated());
    write(sql, to, from.subject(), activation, from.claimed());
    add(sql, actor, to, "took keys and sessions of " + from.id());
  }

  /// Whether a person may come in.
  private record Activation(boolean enabled, boolean deactivated) {}

  private void write(
      Sql sql, Person person, Subject subject, Activation activation, List<String> claimed) {
    var next =
        new Person(
            person.id(),
            subject,
            person.profile(),
            activation.enabled(),
            activation.deactivated(),
            person.provisioned(),
            claimed,
            person.created(),
            wall.getAsLong(),
            person.version());
    ChangeChecks.current(PeopleTable.update(sql, next), "person " + person.id());
  }

  private void add(Sql sql, String actor, Person person, String detail) {
    KeyTable.raise(sql);
    PeopleTable.raise(sql);
    AuditLog.add(
        sql,
        new Event(wall.getAsLong(), actor, "person.change", PeopleChanges.subject(person), detail));
  }
}
