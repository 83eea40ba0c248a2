package dev.sluice.accounts;

import dev.sluice.accounts.AccountChanges.Committer;
import dev.sluice.accounts.audit.AuditEntry.Event;
import dev.sluice.accounts.audit.AuditLog;
import dev.sluice.accounts.key.KeySecret;
import dev.sluice.accounts.people.PeopleTable;
import dev.sluice.accounts.people.Person;
import dev.sluice.accounts.people.Person.Subject;
import dev.sluice.accounts.people.PersonSession;
import dev.sluice.accounts.people.Profile;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.call.runtime.Rollback;
import dev.sluice.call.text.Plural;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The logins of people, and their ends. What calls them has checked what a provider says. Each is
/// one transaction with its audit row, and holds when its method returns, in other processes within
/// two seconds. For threads that may wait; never a call's or a loop.
public final class Logins {
  /// How many sessions a person has at most; one more ends the oldest.
  private static final int MOST = 16;

  /// The actor of what a provider tells.
  private static final String PROVIDER = "auth.oidc";

  private final Committer committer;
  private final LongSupplier wall;
  private final RandomGenerator random;
  private final LoginRefusals refusals;

  /// What a provider says at a login.
  ///
  /// @param link what a directory would call the person (its external id, or without one its user
  ///   name); empty where nothing does
  /// @param claimed the groups that the provider names
  /// @param open whether people may come in that no directory has written
  /// @param grouped whether the groups of a directory count beside those that the provider names
  public record Login(
      Subject subject,
      String link,
      Profile profile,
      List<String> claimed,
      boolean open,
      boolean grouped) {
    public Login {
      claimed = List.copyOf(claimed);
    }
  }

  /// A session that is to be opened.
  ///
  /// @param digest the SHA-256 of its secret, in hexadecimal
  /// @param sid what the provider calls it; empty for nothing
  /// @param ends in milliseconds since 1970
  public record NewSession(String digest, PersonSession.Kind kind, String sid, long ends) {}

  /// The result of a login.
  public sealed interface Result {
    /// The session is open.
    record Opened(Person person) implements Result {}

    /// The person may not come in any more.
    record Inactive(Person person) implements Result {}

    /// Another subject has logged in as the person of a directory.
    record Taken(Person person) implements Result {}

    /// No directory has written the person.
    record Unknown() implements Result {}

    /// None of the person's groups is good for anything here.
    record NoRights() implements Result {}
  }

  /// @param wall the wall clock, in milliseconds since 1970
  /// @param random a generator that cannot be foretold
  /// @param refusals says which refusals are written
  Logins(Committer committer, LongSupplier wall, RandomGenerator random, LoginRefusals refusals) {
    this.committer = committer;
    this.wall = wall;
    this.random = random;
    this.refusals = refusals;
  }

  /// Logs a person in, whatever the groups.
  public Result logIn(Login login, NewSession session) throws StoreException, InterruptedException {
    return logIn(login, session, _ -> true);
  }

  /// Logs a person in, who is made where that is allowed and nobody has been. Where the login is
  /// refused nothing is changed, and of refusals that go on only some stand in the audit log.
  ///
  /// @param rights whether groups, those of the login and of the directory, are good for anything
  public Result logIn(Login login, NewSession session, Predicate<List<String>> rights)
      throws StoreException, InterruptedException {
    PeopleChecks.profile(login.profile());
    Result result = committer.commit(sql -> logIn(sql, login, session, rights));
    switch (result) {
      case Result.Opened _ -> {}
      case Result.Inactive(var person) -> refused(PeopleChanges.subject(person), "not active");
      case Result.Taken(var person) ->
          refused(PeopleChanges.subject(person), "as another subject: " + login.subject().sub());
      case Result.Unknown() -> refused(login.profile().userName(), "in no directory");
      case Result.NoRights() -> refused(login.profile().userName(), "in no group with a role");
    }
    return result;
  }

  /// Records a login that was refused before it came here.
  ///
  /// @param userName what the provider calls the person
  public void refuse(String userName, String why) throws StoreException, InterruptedException {
    refused(userName, why);
  }

  private void refused(String subject, String why) throws StoreException, InterruptedException {
    Optional<String> detail = refusals.note(subject, why, wall.getAsLong());
    if (detail.isEmpty()) {
      return;
    }
    try (var rollback = Rollback.of(() -> refusals.forget(subject, why))) {
      committer.commit(
          sql -> {
            add(sql, PROVIDER, AuditLog.LOGIN_REFUSED, subject, detail.get());
            return detail;
          });
      rollback.keep();
    }
  }

  private Result logIn(Sql sql, Login login, NewSession session, Predicate<List<String>> rights) {
    Optional<Person> known = PeopleTable.bySubject(sql, login.subject());
    Optional<Person> found = find(sql, known, login);
    if (!login.open() && found.filter(Person::provisioned).isEmpty()) {
      return new Result.Unknown();
    }
    if (found.isPresent() && !found.get().active()) {
      return new Result.Inactive(found.get());
    }
    if (found.isPresent() && isAnother(found.get().subject(), login)) {
      return new Result.Taken(found.get());
    }
    if (!rights.test(groups(sql, found, login))) {
      return new Result.NoRights();
    }
    Person person =
        found
            .map(before -> renewed(sql, joined(sql, known, before), login))
            .orElseGet(() -> made(sql, login));
    open(sql, person, session);
    return new Result.Opened(person);
  }

  private static boolean isAnother(Subject before, Login login) {
    return !before.isNone() && !before.equals(login.subject());
  }

  private static List<String> groups(Sql sql, Optional<Person> found, Login login) {
    List<String> own =
        found
            .filter(_ -> login.grouped())
            .map(person -> PeopleTable.groupsOf(sql, person.id()))
            .orElse(List.of());
    return Stream.concat(login.claimed().stream(), own.stream()).distinct().toList();
  }

  /// Finds the person who logs in: the one who has done so before as this subject, else the one of
  /// a directory that the link names. Where that one has logged in as another subject, it is found
  /// all the same.
  ///
  /// @param known the person who has logged in before as this subject
  private static Optional<Person> find(Sql sql, Optional<Person> known, Login login) {
    if (known.isPresent() && (known.get().provisioned() || !known.get().active())) {
      return known;
    }
    return DirectoryLinks.meant(sql, login.link()).or(() -> known);
  }

  /// Gives the person of a directory what the one has who has logged in before.
  private Person joined(Sql sql, Optional<Person> known, Person found) {
    if (known.isEmpty() || known.get().id().equals(found.id())) {
      return found;
    }
    new DirectoryLinks(wall).take(sql, PROVIDER, known.get(), found);
    return PeopleTable.person(sql, found.id()).orElseThrow();
  }

  private Person renewed(Sql sql, Person before, Login login) {
    Profile profile = before.provisioned() ? before.profile() : profile(login);
    Person next =
        new Person(
            before.id(),
            login.subject(),
            profile,
            true,
            false,
            before.provisioned(),
            login.claimed(),
            before.created(),
            wall.getAsLong(),
            before.version());
    ChangeChecks.current(PeopleTable.update(sql, next), "person " + before.id());
    return next;
  }

  private Person made(Sql sql, Login login) {
    long now = wall.getAsLong();
    var person =
        new Person(
            KeySecret.newId(random),
            login.subject(),
            profile(login),
            true,
            false,
            false,
            login.claimed(),
            now,
            now,
            1);
    PeopleTable.insert(sql, person);
    return person;
  }

  private static Profile profile(Login login) {
    Profile of = login.profile();
    return new Profile(of.userName(), login.link(), of.email(), of.displayName(), "");
  }

  private void open(Sql sql, Person person, NewSession session) {
    long now = wall.getAsLong();
    PeopleTable.endOver(sql, now);
    List<PersonSession> own = PeopleTable.sessions(sql, person.id(), now);
    own.stream()
        .limit(Math.max(0, own.size() - MOST + 1))
        .forEach(oldest -> PeopleTable.end(sql, oldest.digest()));
    PeopleTable.insert(
        sql,
        new PersonSession(
            session.digest(), person.id(), session.kind(), session.sid(), now, session.ends()));
    record(
        sql,
        AuditLog.LOGIN,
        PeopleChanges.subject(person),
        session.kind() == PersonSession.Kind.BROWSER ? "dashboard" : "terminal");
  }

  /// Lets a session go on that was used, if it is not over.
  ///
  /// @param digest the SHA-256 of its secret, in hexadecimal
  /// @param ends in milliseconds since 1970
  public void extend(String digest, long ends) throws StoreException, InterruptedException {
    committer.commit(
        sql -> {
          boolean longer = PeopleTable.extend(sql, digest, ends, wall.getAsLong());
          if (longer) {
            PeopleTable.raise(sql);
          }
          return longer;
        });
  }

  /// Ends a session, if there is one.
  ///
  /// @param digest the SHA-256 of its secret, in hexadecimal
  public boolean logOut(String digest) throws StoreException, InterruptedException {
    return committer.commit(
        sql -> {
          Optional<Person> person = PeopleTable.ofSession(sql, digest);
          if (!PeopleTable.end(sql, digest)) {
            return false;
          }
          record(sql, AuditLog.LOGOUT, person.map(PeopleChanges::subject).orElse(""), "");
          return true;
        });
  }

  /// Ends all sessions of a person.
  ///
  /// @param actor who does it, for the audit log
  /// @return how many have ended
  public int logOutOf(String actor, String person) throws StoreException, InterruptedException {
    return committer.commit(
        sql -> {
          Person of = PeopleChanges.person(sql, person);
          int ended = PeopleTable.endAllOf(sql, person);
          PeopleTable.raise(sql);
          String detail = Plural.of(ended, "session") + " ended";
          add(sql, actor, AuditLog.LOGOUT, PeopleChanges.subject(of), detail);
          return ended;
        });
  }

  /// Ends sessions since their provider has told so.
  ///
  /// @param iss the provider
  /// @param sub whose; empty for anybody's
  /// @param sid which, as the provider calls it; empty for all
  /// @return how many have ended
  public int logOut(String iss, String sub, String sid)
      throws StoreException, InterruptedException {
    if (sub.isEmpty() && sid.isEmpty()) {
      return 0;
    }
    return committer.commit(
        sql -> {
          int ended = PeopleTable.endOf(sql, iss, sub, sid);
          if (ended > 0) {
            record(sql, AuditLog.LOGOUT, sub.isEmpty() ? sid : sub, "told by the provider");
          }
          return ended;
        });
  }

  private void record(Sql sql, String action, String subject, String detail) {
    PeopleTable.raise(sql);
    add(sql, PROVIDER, action, subject, detail);
  }

  private void add(Sql sql, String actor, String action, String subject, String detail) {
    AuditLog.add(sql, new Event(wall.getAsLong(), actor, action, subject, detail));
  }
}
