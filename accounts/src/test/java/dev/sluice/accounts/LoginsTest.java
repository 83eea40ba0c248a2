package dev.sluice.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.accounts.AccountChanges.Committer;
import dev.sluice.accounts.Logins.Login;
import dev.sluice.accounts.Logins.NewSession;
import dev.sluice.accounts.Logins.Result;
import dev.sluice.accounts.audit.AuditFilter;
import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.people.PeopleTable;
import dev.sluice.accounts.people.Person;
import dev.sluice.accounts.people.PersonSession.Kind;
import dev.sluice.accounts.people.Profile;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logins that are refused, and ends of sessions.
class LoginsTest {
  @TempDir private Path folder;
  private PeopleRig rig;

  @BeforeEach
  void open() throws Exception {
    rig = new PeopleRig(StoreConfig.in(folder));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private Logins logins() {
    return rig.accounts.people().logins();
  }

  @Test
  void sessions_of_before_stay_over_when_somebody_may_come_in_again() throws Exception {
    NewSession session = PeopleRig.session();
    Person ann = rig.logIn("ann", session);
    rig.accounts.people().setActive(PeopleRig.ACTOR, ann.id(), false);
    rig.accounts.people().setActive(PeopleRig.ACTOR, ann.id(), true);
    assertThat(rig.isOpen(session)).isFalse();
  }

  @Test
  void the_last_login_of_a_person_is_known() throws Exception {
    long first = rig.of.wall.get();
    Person ann = rig.logIn("ann", PeopleRig.session());
    assertThat(lastLogin(ann)).isEqualTo(first);
    rig.of.wall.addAndGet(7_000);
    rig.logIn("ann", PeopleRig.session());
    assertThat(lastLogin(ann)).isEqualTo(first + 7_000);
    Person other = rig.logIn("bob", PeopleRig.session());
    var logins = rig.accounts.read(sql -> PeopleTable.lastLogins(sql, 1, 5));
    assertThat(logins).containsExactly(Map.entry(other.id(), first + 7_000));
  }

  private long lastLogin(Person person) throws Exception {
    return rig.accounts.read(sql -> PeopleTable.lastLogin(sql, person.id()));
  }

  @Test
  void a_session_goes_on_while_it_is_not_over_and_never_ends_sooner() throws Exception {
    long now = rig.of.wall.get();
    var session = new NewSession("00000000000000ff", Kind.BROWSER, "", now + 1_000);
    rig.logIn("ann", session);
    logins().extend(session.digest(), now + 5_000);
    logins().extend(session.digest(), now + 2_000);
    rig.of.wall.addAndGet(4_999);
    assertThat(rig.isOpen(session)).isTrue();
    rig.of.wall.addAndGet(1);
    assertThat(rig.isOpen(session)).isFalse();
    logins().extend(session.digest(), now + 9_000);
    assertThat(rig.isOpen(session)).as("what is over stays over").isFalse();
  }

  @Test
  void groups_of_a_directory_do_not_count_where_they_are_not_to() throws Exception {
    var draft = new PeopleChanges.Draft(new Profile("ann", "ann", "", "", ""), true);
    Person ann = rig.accounts.people().create("scim", draft);
    var group = new GroupChanges.Draft("admins", "", "", List.of(ann.id()));
    rig.accounts.people().groups().create("scim", group);
    Login login = PeopleRig.login("ann", true, "staff");
    var alone =
        new Login(login.subject(), login.link(), login.profile(), login.claimed(), true, false);
    Predicate<List<String>> rights = groups -> groups.contains("admins");
    assertThat(logins().logIn(login, PeopleRig.session(), rights))
        .isInstanceOf(Result.Opened.class);
    assertThat(logins().logIn(alone, PeopleRig.session(), rights)).isEqualTo(new Result.NoRights());
  }

  @Test
  void whom_no_directory_has_written_is_not_let_in_again_once_one_must() throws Exception {
    rig.logIn("ann", PeopleRig.session());
    assertThat(logins().logIn(PeopleRig.login("ann", false), PeopleRig.session()))
        .isEqualTo(new Result.Unknown());
    var draft = new PeopleChanges.Draft(new Profile("ann", "ann", "", "", ""), true);
    rig.accounts.people().create("scim", draft);
    assertThat(logins().logIn(PeopleRig.login("ann", false), PeopleRig.session()))
        .isInstanceOf(Result.Opened.class);
  }

  @Test
  void sessions_that_an_operator_ends_are_recorded_as_theirs() throws Exception {
    NewSession one = PeopleRig.session();
    NewSession two = PeopleRig.session();
    Person ann = rig.logIn("ann", one);
    rig.logIn("ann", two);
    assertThat(logins().logOutOf(PeopleRig.ACTOR, ann.id())).isEqualTo(2);
    assertThat(rig.isOpen(one)).isFalse();
    assertThat(rig.isOpen(two)).isFalse();
    var event = rig.accounts.audit(0, 1, AuditFilter.ALL).getFirst().event();
    assertThat(event.actor()).isEqualTo(PeopleRig.ACTOR);
    assertThat(event.action()).isEqualTo("logout");
    assertThat(event.subject()).isEqualTo(ann.id() + " ann");
    assertThat(event.detail()).isEqualTo("2 sessions ended");
    assertThat(rig.accounts.verifyAudit().broken()).isEmpty();
  }

  private NewSession called(String sid) {
    NewSession session = PeopleRig.session();
    return new NewSession(session.digest(), session.kind(), sid, session.ends());
  }

  @Test
  void a_session_that_the_provider_has_not_named_ends_where_it_names_its_person() throws Exception {
    NewSession unnamed = called("");
    NewSession named = called("s1");
    NewSession other = called("s2");
    NewSession bobs = called("");
    for (NewSession session : List.of(unnamed, named, other)) {
      rig.logIn("ann", session);
    }
    rig.logIn("bob", bobs);
    assertThat(logins().logOut(PeopleRig.ISS, "", "s0")).isZero();
    assertThat(logins().logOut(PeopleRig.ISS, "ann", "s1")).isEqualTo(2);
    assertThat(rig.isOpen(unnamed)).isFalse();
    assertThat(rig.isOpen(named)).isFalse();
    assertThat(rig.isOpen(other)).isTrue();
    assertThat(rig.isOpen(bobs)).isTrue();
  }

  private List<String> refusals() throws Exception {
    var filter = new AuditFilter("", "login.refuse", "");
    return rig.accounts.audit(0, 100, filter).stream()
        .map(entry -> entry.event().subject() + ": " + entry.event().detail())
        .toList();
  }

  private long revision() throws Exception {
    return rig.accounts.read(PeopleTable::revision);
  }

  @Test
  void a_login_that_is_refused_changes_nothing() throws Exception {
    long before = revision();
    KeyRing ring = rig.accounts.keys().now();
    Login login = PeopleRig.login("ann", true, "others");
    Predicate<List<String>> staff = groups -> groups.contains("staff");
    assertThat(logins().logIn(login, PeopleRig.session(), staff)).isEqualTo(new Result.NoRights());
    assertThat(revision()).isEqualTo(before);
    List<Person> people = rig.accounts.read(sql -> PeopleTable.people(sql, 0, 10));
    assertThat(people).isEmpty();
    assertThat(refusals()).containsExactly("ann: in no group with a role");
    assertThat(rig.accounts.verifyAudit().broken()).isEmpty();
    assertThat(rig.accounts.keys().now()).isSameAs(ring);
  }

  @Test
  void groups_of_the_directory_count_at_a_login() throws Exception {
    var draft = new PeopleChanges.Draft(new Profile("ann", "ann", "", "", ""), true);
    Person ann = rig.accounts.people().create("scim", draft);
    var group = new GroupChanges.Draft("staff", "", "", List.of(ann.id()));
    rig.accounts.people().groups().create("scim", group);
    Predicate<List<String>> staff = groups -> groups.contains("staff");
    assertThat(logins().logIn(PeopleRig.login("ann", true), PeopleRig.session(), staff))
        .isInstanceOf(Result.Opened.class);
  }

  @Test
  void of_refusals_that_go_on_only_some_stand_in_the_audit_log() throws Exception {
    Login login = PeopleRig.login("ann", false);
    for (int i = 0; i < 5; i++) {
      logins().logIn(login, PeopleRig.session());
    }
    assertThat(refusals()).hasSize(1);
    logins().logIn(PeopleRig.login("bob", false), PeopleRig.session());
    assertThat(refusals()).hasSize(2);
    rig.of.wall.addAndGet(11_000);
    logins().logIn(login, PeopleRig.session());
    assertThat(refusals().getFirst()).isEqualTo("ann: in no directory 5 times");
    rig.of.wall.addAndGet(11_000);
    logins().logIn(login, PeopleRig.session());
    assertThat(refusals()).hasSize(3);
  }

  /// A committer that reads, and whose every second commit, which has a refusal's row, fails.
  private Committer failing(AtomicInteger commits) {
    return new Committer() {
      @Override
      public <T> T commit(Function<Sql, T> change) throws StoreException, InterruptedException {
        if (commits.incrementAndGet() % 2 == 0) {
          throw StoreException.away("test", "it is away");
        }
        return rig.accounts.read(change::apply);
      }
    };
  }

  @Test
  void a_refusal_whose_row_was_not_written_is_written_with_the_next_one() throws Exception {
    var commits = new AtomicInteger();
    var refusals = new LoginRefusals();
    var failing = new Logins(failing(commits), rig.of.wall::get, new Random(1), refusals);
    Login login = PeopleRig.login("ann", false);
    for (int i = 1; i <= 2; i++) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> failing.logIn(login, PeopleRig.session()));
      assertThat(commits).hasValue(2 * i);
    }
    assertThat(refusals.note("ann", "in no directory", rig.of.wall.get()))
        .contains("in no directory");
    assertThat(refusals.note("ann", "in no directory", rig.of.wall.get())).isEmpty();
  }

  @Test
  void keys_are_read_again_by_changes_of_keys_alone() throws Exception {
    KeyRing ring = rig.accounts.keys().now();
    NewSession session = PeopleRig.session();
    Person ann = rig.logIn("ann", session);
    assertThat(logins().logOut(session.digest())).isTrue();
    assertThat(rig.accounts.keys().now()).isSameAs(ring);
    rig.key(ann, "one");
    assertThat(rig.accounts.keys().now()).isNotSameAs(ring);
  }
}
