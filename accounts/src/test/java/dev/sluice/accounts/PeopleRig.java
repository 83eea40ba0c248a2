package dev.sluice.accounts;

import dev.sluice.accounts.AccountChanges.Issued;
import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.Logins.Login;
import dev.sluice.accounts.Logins.NewSession;
import dev.sluice.accounts.Logins.Result;
import dev.sluice.accounts.key.KeyOwner;
import dev.sluice.accounts.people.Person;
import dev.sluice.accounts.people.Person.Subject;
import dev.sluice.accounts.people.PersonSession.Kind;
import dev.sluice.accounts.people.Profile;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Accounts with people who log in and own keys of the team `search`.
final class PeopleRig implements AutoCloseable {
  static final String ISS = "https://login.example.com";
  static final String ACTOR = "boss";

  private static final AtomicLong SESSIONS = new AtomicLong();

  final AccountsRig of;
  final Accounts accounts;

  PeopleRig(StoreConfig config) throws Exception {
    of = new AccountsRig(config);
    accounts = of.accounts;
    accounts.sessions().begin();
    if (accounts.keys().now().team("search").isEmpty()) {
      of.team("search");
    }
  }

  static Login login(String sub, boolean open, String... groups) {
    return new Login(
        new Subject(ISS, sub),
        sub,
        new Profile(sub, "", "The " + sub),
        List.of(groups),
        open,
        true);
  }

  static NewSession session() {
    long number = SESSIONS.incrementAndGet();
    return new NewSession(HexFormat.of().toHexDigits(number), Kind.BROWSER, "", Long.MAX_VALUE);
  }

  Person logIn(String sub, NewSession session) throws Exception {
    return ((Result.Opened) accounts.people().logins().logIn(login(sub, true), session)).person();
  }

  static NewKey newKey(String person, String name) {
    return new NewKey(name, "search", false, 0, KeyTerms.upTo(Band.NORMAL), KeyOwner.of(person));
  }

  Issued key(Person person, String name) throws Exception {
    return accounts.changes().createKey(ACTOR, newKey(person.id(), name), 5);
  }

  boolean isOpen(NewSession session) {
    return accounts.sessions().session(session.digest()).isPresent();
  }

  @Override
  public void close() {
    of.close();
  }
}
