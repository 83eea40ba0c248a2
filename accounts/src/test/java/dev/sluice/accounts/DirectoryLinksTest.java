package dev.sluice.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.accounts.AccountChanges.Issued;
import dev.sluice.accounts.Logins.Login;
import dev.sluice.accounts.Logins.NewSession;
import dev.sluice.accounts.Logins.Result;
import dev.sluice.accounts.PeopleChanges.Draft;
import dev.sluice.accounts.audit.AuditEntry;
import dev.sluice.accounts.audit.AuditFilter;
import dev.sluice.accounts.key.KeyCheck;
import dev.sluice.accounts.people.PeopleTable;
import dev.sluice.accounts.people.Person;
import dev.sluice.accounts.people.Person.Subject;
import dev.sluice.accounts.people.PersonGroup;
import dev.sluice.accounts.people.Profile;
import dev.sluice.accounts.store.StoreConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who of a directory somebody is who logs in, and what the directory can end.
class DirectoryLinksTest {
  private static final String ACTOR = "scim";

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

  private PeopleChanges people() {
    return rig.accounts.people();
  }

  private static Draft draft(String userName, String externalId) {
    return new Draft(new Profile(userName, externalId, "", "", ""), true);
  }

  private Result logIn(String sub, String link, NewSession session, String... groups)
      throws Exception {
    var login =
        new Login(
            new Subject(PeopleRig.ISS, sub),
            link,
            new Profile("name of " + sub, "", ""),
            List.of(groups),
            true,
            true);
    return people().logins().logIn(login, session);
  }

  private Person loggedIn(String sub, String link, NewSession session, String... groups)
      throws Exception {
    return ((Result.Opened) logIn(sub, link, session, groups)).person();
  }

  private Issued keyOf(Person person) throws Exception {
    return rig.key(person, "of-" + person.id());
  }

  private List<String> groups(NewSession session) {
    return rig.accounts.sessions().session(session.digest()).orElseThrow().groups();
  }

  private List<String> details() throws Exception {
    return rig.accounts.audit(0, 100, AuditFilter.ALL).stream()
        .map(AuditEntry::event)
        .map(event -> event.action() + " " + event.detail())
        .toList();
  }

  private Person stored(Person person) throws Exception {
    return rig.accounts.read(sql -> PeopleTable.person(sql, person.id())).orElseThrow();
  }

  @Test
  void a_second_subject_with_the_same_link_is_refused() throws Exception {
    Person ann = people().create(ACTOR, draft("Ann", "e7"));
    assertThat(loggedIn("a", "e7", PeopleRig.session()).id()).isEqualTo(ann.id());
    assertThat(logIn("b", "e7", PeopleRig.session())).isInstanceOf(Result.Taken.class);
    people().setActive(ACTOR, ann.id(), false);
    assertThat(logIn("b", "e7", PeopleRig.session())).isInstanceOf(Result.Inactive.class);
    List<Person> all = rig.accounts.read(sql -> PeopleTable.people(sql, 0, 9));
    assertThat(all).hasSize(1);
    assertThat(details()).contains("login.refuse as another subject: b");
  }

  @Test
  void who_logged_in_before_under_the_link_of_somebody_else_may_not_come_in() throws Exception {
    NewSession session = PeopleRig.session();
    Person other = loggedIn("b", "e7", session);
    Issued key = keyOf(other);
    Person ann = people().create(ACTOR, draft("Ann", "e6"));
    loggedIn("a", "e6", PeopleRig.session());
    people().change(ACTOR, ann.id(), OptionalLong.empty(), _ -> draft("Ann", "e7"));
    assertThat(rig.of.check(key)).isEqualTo(new KeyCheck.Suspended());
    assertThat(rig.isOpen(session)).isFalse();
    assertThat(logIn("b", "e7", PeopleRig.session())).isInstanceOf(Result.Inactive.class);
    assertThat(details().toString())
        .contains("not the only one to log in as " + ann.id(), "active, external id changed");
  }

  @Test
  void of_two_with_one_link_the_directory_takes_neither_until_somebody_says_which()
      throws Exception {
    Person one = loggedIn("a", "e7", PeopleRig.session());
    Person two = loggedIn("b", "e7", PeopleRig.session());
    Issued key = keyOf(two);
    Person ann = people().create(ACTOR, draft("Ann", "e7"));
    assertThat(ann.subject().isNone()).isTrue();
    assertThat(stored(one).active()).isFalse();
    assertThat(rig.of.check(key)).isEqualTo(new KeyCheck.Suspended());
    people().setActive(ACTOR, two.id(), true);
    assertThat(loggedIn("b", "e7", PeopleRig.session()).id()).isEqualTo(ann.id());
    assertThat(rig.of.check(key)).isInstanceOf(KeyCheck.Known.class);
    people().setActive(ACTOR, ann.id(), false);
    assertThat(rig.of.check(key)).isEqualTo(new KeyCheck.Suspended());
  }

  @Test
  void without_an_external_id_the_directory_joins_by_the_user_name() throws Exception {
    NewSession session = PeopleRig.session();
    Person person = loggedIn("a", "Ann@Example.com", session);
    Issued key = keyOf(person);
    Person written = people().create(ACTOR, draft("ann@example.COM", ""));
    assertThat(written.subject().sub()).isEqualTo("a");
    assertThat(details()).contains("person.change took keys and sessions of " + person.id());
    long login = rig.accounts.read(sql -> PeopleTable.lastLogin(sql, written.id()));
    assertThat(login).isPositive();
    people().setActive(ACTOR, written.id(), false);
    assertThat(rig.of.check(key)).isEqualTo(new KeyCheck.Suspended());
    assertThat(rig.isOpen(session)).isFalse();
  }

  @Test
  void whom_an_administrator_has_deactivated_no_directory_lets_in() throws Exception {
    Person before = loggedIn("a", "e7", PeopleRig.session());
    Issued key = keyOf(before);
    people().setActive("admin", before.id(), false);
    Person ann = people().create(ACTOR, draft("Ann", "e7"));
    assertThat(ann.subject().sub()).as("they are one").isEqualTo("a");
    for (boolean active : new boolean[] {true, false, true}) {
      var said = new Draft(ann.profile(), active);
      people().change(ACTOR, ann.id(), OptionalLong.empty(), _ -> said);
      assertThat(stored(ann).active()).isFalse();
      assertThat(stored(ann).enabled()).isEqualTo(active);
      assertThat(logIn("a", "e7", PeopleRig.session())).isInstanceOf(Result.Inactive.class);
      assertThat(rig.of.check(key)).isEqualTo(new KeyCheck.Suspended());
    }
    assertThat(details()).contains("person.change not active: deactivated here");
    people().setActive("admin", ann.id(), true);
    assertThat(logIn("a", "e7", PeopleRig.session())).isInstanceOf(Result.Opened.class);
    assertThat(rig.of.check(key)).isInstanceOf(KeyCheck.Known.class);
    people().change(ACTOR, ann.id(), OptionalLong.empty(), one -> new Draft(one.profile(), false));
    assertThat(stored(ann).active()).as("as the directory says again").isFalse();
  }

  @Test
  void letters_of_two_scripts_are_never_one_name() throws Exception {
    people().create(ACTOR, draft("kim", ""));
    Person other = loggedIn("a", "\u212Aim", PeopleRig.session());
    assertThat(other.provisioned()).isFalse();
    assertThat(people().create(ACTOR, draft("\u212Aim", "")).subject().sub()).isEqualTo("a");
  }

  private PersonGroup group(String name, String externalId, Person... members) throws Exception {
    List<String> ids = List.of(members).stream().map(Person::id).toList();
    return people().groups().create(ACTOR, new GroupChanges.Draft(name, externalId, "", ids));
  }

  private void change(PersonGroup group, String name, String... members) throws Exception {
    people()
        .groups()
        .change(
            ACTOR,
            group.id(),
            OptionalLong.empty(),
            of -> new GroupChanges.Draft(name, of.externalId(), "", List.of(members)));
  }

  @Test
  void who_is_taken_out_of_a_group_has_it_by_the_last_login_no_more() throws Exception {
    Person ann = people().create(ACTOR, draft("Ann", "e7"));
    NewSession session = PeopleRig.session();
    loggedIn("a", "e7", session, "staff", "admins", "g1");
    PersonGroup group = group("admins", "g1", ann);
    assertThat(groups(session)).containsExactly("staff", "admins", "g1");
    change(group, "admins");
    assertThat(groups(session)).containsExactly("staff");
    assertThat(details()).contains("group.change 0 members: -" + ann.id());
  }

  @Test
  void a_group_that_is_called_otherwise_or_removed_is_gone_under_its_old_name() throws Exception {
    Person ann = people().create(ACTOR, draft("Ann", "e7"));
    NewSession session = PeopleRig.session();
    loggedIn("a", "e7", session, "admins", "others");
    PersonGroup group = group("admins", "", ann);
    change(group, "readers", ann.id());
    assertThat(groups(session)).containsExactly("others", "readers");
    PersonGroup others = group("others", "", ann);
    people().groups().delete(ACTOR, others.id(), OptionalLong.empty());
    assertThat(groups(session)).containsExactly("readers");
    assertThat(details())
        .contains(
            "group.create 1 member: +" + ann.id(),
            "group.change 1 member, name changed",
            "group.delete 0 members: -" + ann.id());
  }

  @Test
  void people_of_no_directory_are_no_members() throws Exception {
    Person person = loggedIn("a", "", PeopleRig.session());
    assertThatThrownBy(() -> group("admins", "", person))
        .isInstanceOf(ChangeRefused.class)
        .hasMessageContaining("there is no " + person.id());
  }
}
