package dev.sluice.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.accounts.AccountChanges.Issued;
import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.ChangeRefused.Reason;
import dev.sluice.accounts.Logins.Login;
import dev.sluice.accounts.Logins.NewSession;
import dev.sluice.accounts.Logins.Result;
import dev.sluice.accounts.PeopleChanges.Draft;
import dev.sluice.accounts.audit.AuditFilter;
import dev.sluice.accounts.key.KeyCheck;
import dev.sluice.accounts.key.KeyCopy;
import dev.sluice.accounts.key.KeyOwner;
import dev.sluice.accounts.people.GroupTable;
import dev.sluice.accounts.people.PeopleTable;
import dev.sluice.accounts.people.Person;
import dev.sluice.accounts.people.Person.Subject;
import dev.sluice.accounts.people.PersonGroup;
import dev.sluice.accounts.people.PersonSession.Kind;
import dev.sluice.accounts.people.Profile;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People, groups and sessions, in SQLite.
class PeopleChangesTest {
  private static final String ISS = "https://login.example.com";
  private static final String ACTOR = "scim";

  @TempDir private Path folder;
  private AccountsRig rig;
  private int sessions;

  @BeforeEach
  void open() throws Exception {
    rig = new AccountsRig(StoreConfig.in(folder));
    rig.accounts.sessions().begin();
    rig.team("search");
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private PeopleChanges people() {
    return rig.accounts.people();
  }

  private static Draft draft(String userName, String externalId) {
    return new Draft(new Profile(userName, externalId, userName + "@example.com", "", ""), true);
  }

  private static Login login(String sub, String... groups) {
    return new Login(
        new Subject(ISS, sub),
        sub,
        new Profile("name of " + sub, "same@example.com", ""),
        List.of(groups),
        true,
        true);
  }

  private NewSession session() {
    sessions++;
    return new NewSession(
        HexFormat.of().toHexDigits((long) sessions), Kind.BROWSER, "sid-" + sessions, 5_000_000);
  }

  private Person logIn(Login login, NewSession session) throws Exception {
    return ((Result.Opened) people().logins().logIn(login, session)).person();
  }

  private Issued keyOf(Person person, String name) throws Exception {
    var key =
        new NewKey(name, "search", false, 0, KeyTerms.upTo(Band.NORMAL), KeyOwner.of(person.id()));
    return rig.accounts.changes().createKey(ACTOR, key);
  }

  private List<Person> all() throws Exception {
    return rig.accounts.read(sql -> PeopleTable.people(sql, 0, 100));
  }

  @Test
  void a_session_is_found_with_its_person_and_groups_until_it_ends() throws Exception {
    NewSession session = session();
    Person person = logIn(login("a", "staff"), session);
    var known = rig.accounts.sessions().session(session.digest()).orElseThrow();
    assertThat(known.person().id()).isEqualTo(person.id());
    assertThat(known.groups()).containsExactly("staff");
    rig.wall.set(5_000_000);
    assertThat(rig.accounts.sessions().session(session.digest())).isEmpty();
  }

  @Test
  void two_with_one_e_mail_are_two_and_each_login_of_one_is_the_same_person() throws Exception {
    Person one = logIn(login("a"), session());
    Person other = logIn(login("b"), session());
    assertThat(one.id()).isNotEqualTo(other.id());
    assertThat(logIn(login("a"), session()).id()).isEqualTo(one.id());
    assertThat(all()).hasSize(2);
  }

  @Test
  void groups_of_a_later_login_hold_for_earlier_sessions() throws Exception {
    NewSession before = session();
    logIn(login("a", "admins"), before);
    logIn(login("a"), session());
    assertThat(rig.accounts.sessions().session(before.digest()).orElseThrow().groups()).isEmpty();
  }

  @Test
  void keys_and_sessions_of_somebody_who_is_not_active_are_refused_until_that_changes()
      throws Exception {
    NewSession session = session();
    Person person = logIn(login("a"), session);
    Issued key = keyOf(person, "mine");
    assertThat(rig.check(key)).isInstanceOf(KeyCheck.Known.class);
    people().setActive(ACTOR, person.id(), false);
    assertThat(rig.check(key)).isEqualTo(new KeyCheck.Suspended());
    assertThat(rig.accounts.keys().now().key(key.key().id()).orElseThrow().state(1))
        .isEqualTo("suspended");
    assertThat(rig.accounts.sessions().session(session.digest())).isEmpty();
    assertThat(people().logins().logIn(login("a"), session())).isInstanceOf(Result.Inactive.class);
    people().setActive(ACTOR, person.id(), true);
    assertThat(rig.check(key)).isInstanceOf(KeyCheck.Known.class);
  }

  @Test
  void a_start_without_the_store_refuses_keys_of_those_who_are_not_active() throws Exception {
    Person person = logIn(login("a"), session());
    Issued key = keyOf(person, "mine");
    people().setActive(ACTOR, person.id(), false);
    var read = new KeyCopy(folder).read().orElseThrow();
    assertThat(read.key(key.key().id()).orElseThrow().owner())
        .isEqualTo(new KeyOwner(person.id(), false));
  }

  @Test
  void who_is_removed_loses_keys_for_good_and_sessions() throws Exception {
    NewSession session = session();
    Person person = logIn(login("a"), session);
    Issued key = keyOf(person, "mine");
    people().delete(ACTOR, person.id(), OptionalLong.empty());
    assertThat(rig.check(key)).isEqualTo(new KeyCheck.Revoked());
    assertThat(rig.accounts.sessions().session(session.digest())).isEmpty();
    assertThat(all()).isEmpty();
  }

  @Test
  void a_directory_writes_people_ahead_of_their_first_login() throws Exception {
    Person written = people().create(ACTOR, draft("Ann", "a"));
    Person person = logIn(login("a"), session());
    assertThat(person.id()).isEqualTo(written.id());
    assertThat(person.profile().userName()).isEqualTo("Ann");
    assertThat(person.subject()).isEqualTo(new Subject(ISS, "a"));
  }

  @Test
  void without_an_external_id_the_user_name_links_and_with_one_it_does_not() throws Exception {
    Person bare = people().create(ACTOR, draft("a", ""));
    people().create(ACTOR, draft("b", "other"));
    assertThat(logIn(login("a"), session()).id()).isEqualTo(bare.id());
    logIn(login("b"), session());
    assertThat(all()).hasSize(3);
  }

  @Test
  void whoever_has_logged_in_before_the_directory_writes_them_keeps_key_and_session()
      throws Exception {
    NewSession session = session();
    Person person = logIn(login("a", "staff"), session);
    Issued key = keyOf(person, "mine");
    Person written = people().create(ACTOR, draft("Ann", "a"));
    assertThat(all()).hasSize(1);
    assertThat(written.subject()).isEqualTo(new Subject(ISS, "a"));
    assertThat(rig.accounts.sessions().session(session.digest()).orElseThrow().person().id())
        .isEqualTo(written.id());
    people().setActive(ACTOR, written.id(), false);
    assertThat(rig.check(key)).isEqualTo(new KeyCheck.Suspended());
  }

  @Test
  void nobody_logs_in_whom_no_directory_has_written_where_it_must() throws Exception {
    Login login = login("a");
    var closed =
        new Login(login.subject(), login.link(), login.profile(), login.claimed(), false, true);
    assertThat(people().logins().logIn(closed, session())).isEqualTo(new Result.Unknown());
    assertThat(all()).isEmpty();
    people().create(ACTOR, draft("Ann", "a"));
    assertThat(people().logins().logIn(closed, session())).isInstanceOf(Result.Opened.class);
  }

  @Test
  void user_names_and_external_ids_of_a_directory_are_unique_whatever_their_case()
      throws Exception {
    Person ann = people().create(ACTOR, draft("Ann", "a"));
    assertRefused(Reason.EXISTS, () -> people().create(ACTOR, draft("aNN", "b")));
    assertRefused(Reason.EXISTS, () -> people().create(ACTOR, draft("bob", "a")));
    assertRefused(Reason.INVALID, () -> people().create(ACTOR, draft(" ", "c")));
    assertRefused(Reason.INVALID, () -> people().create(ACTOR, draft("a\nb", "c")));
    people().change(ACTOR, ann.id(), OptionalLong.of(1), _ -> draft("ANN", "a"));
    assertRefused(
        Reason.STALE,
        () -> people().change(ACTOR, ann.id(), OptionalLong.of(1), _ -> draft("ann", "a")));
    Optional<Person> found = rig.accounts.read(sql -> PeopleTable.byUserName(sql, "ann"));
    assertThat(found).isPresent();
  }

  private static void assertRefused(Reason reason, ThrowingCallable change) {
    assertThatThrownBy(change)
        .isInstanceOfSatisfying(
            ChangeRefused.class, why -> assertThat(why.reason()).isEqualTo(reason));
  }

  @Test
  void people_come_in_pages_in_the_order_in_which_they_were_made() throws Exception {
    for (int i = 0; i < 5; i++) {
      rig.wall.incrementAndGet();
      people().create(ACTOR, draft("u" + i, ""));
    }
    List<Person> page = rig.accounts.read(sql -> PeopleTable.provisioned(sql, 2, 2));
    assertThat(page).extracting(one -> one.profile().userName()).containsExactly("u2", "u3");
    assertThat(rig.accounts.read(PeopleTable::countProvisioned)).isEqualTo(5);
  }

  @Test
  void groups_of_a_directory_count_beside_those_of_the_login() throws Exception {
    NewSession session = session();
    people().create(ACTOR, draft("Ann", "a"));
    Person person = logIn(login("a", "staff"), session);
    var draft = new GroupChanges.Draft("admins", "g", "", List.of(person.id()));
    PersonGroup group = people().groups().create(ACTOR, draft);
    assertThat(group.members()).containsExactly(person.id());
    assertThat(groups(session)).containsExactly("staff", "admins");
    people()
        .groups()
        .change(
            ACTOR,
            group.id(),
            OptionalLong.empty(),
            of -> new GroupChanges.Draft(of.name(), of.externalId(), "", List.of()));
    assertThat(groups(session)).containsExactly("staff");
    assertRefused(
        Reason.INVALID,
        () ->
            people()
                .groups()
                .create(ACTOR, new GroupChanges.Draft("other", "", "", List.of("nobody"))));
    people().groups().delete(ACTOR, group.id(), OptionalLong.empty());
    assertThat(rig.accounts.read(GroupTable::count)).isZero();
  }

  private List<String> groups(NewSession session) {
    return rig.accounts.sessions().session(session.digest()).orElseThrow().groups();
  }

  @Test
  void the_seventeenth_session_of_a_person_ends_the_oldest() throws Exception {
    NewSession first = session();
    logIn(login("a"), first);
    for (int i = 0; i < 15; i++) {
      rig.wall.incrementAndGet();
      logIn(login("a"), session());
    }
    assertThat(rig.accounts.sessions().session(first.digest())).isPresent();
    rig.wall.incrementAndGet();
    logIn(login("a"), session());
    assertThat(rig.accounts.sessions().session(first.digest())).isEmpty();
  }

  @Test
  void a_provider_ends_a_session_or_all_of_a_subject_and_none_of_others() throws Exception {
    NewSession one = session();
    NewSession two = session();
    NewSession other = session();
    logIn(login("a"), one);
    logIn(login("a"), two);
    logIn(login("b"), other);
    assertThat(people().logins().logOut("https://elsewhere", "a", "")).isZero();
    assertThat(people().logins().logOut(ISS, "a", one.sid())).isEqualTo(1);
    assertThat(rig.accounts.sessions().session(one.digest())).isEmpty();
    assertThat(rig.accounts.sessions().session(two.digest())).isPresent();
    assertThat(people().logins().logOut(ISS, "a", "")).isEqualTo(1);
    assertThat(people().logins().logOut(ISS, "", "")).isZero();
    assertThat(rig.accounts.sessions().session(other.digest())).isPresent();
    assertThat(people().logins().logOut(other.digest())).isTrue();
    assertThat(people().logins().logOut(other.digest())).isFalse();
  }

  @Test
  void changes_and_logins_stand_in_an_audit_log_that_verifies() throws Exception {
    Person person = logIn(login("a"), session());
    people().setActive(ACTOR, person.id(), false);
    people().logins().logIn(login("a"), session());
    assertThat(rig.accounts.audit(0, 10, AuditFilter.ALL))
        .extracting(entry -> entry.event().action())
        .containsExactly("login.refuse", "person.change", "login", "team.create");
    assertThat(rig.accounts.verifyAudit().broken()).isEmpty();
  }

  @Test
  void the_audit_log_says_what_was_changed_of_a_person_and_not_what_it_was() throws Exception {
    Person ann = people().create(ACTOR, draft("Ann", "e6"));
    people().change(ACTOR, ann.id(), OptionalLong.empty(), _ -> draft("Bea", "e7"));
    var event = rig.accounts.audit(0, 1, AuditFilter.ALL).getFirst().event();
    assertThat(event.action()).isEqualTo("person.change");
    assertThat(event.detail())
        .isEqualTo("active, user name changed, external id changed, e-mail changed");
  }

  @Test
  void another_process_learns_of_sessions_and_of_those_who_are_not_active() throws Exception {
    String url = TestPostgres.database();
    try (AccountsRig one = shared("one", url);
        AccountsRig other = shared("other", url)) {
      one.team("search");
      NewSession session = session();
      Person person =
          ((Result.Opened) one.accounts.people().logins().logIn(login("a", "x"), session)).person();
      other.accounts.look();
      assertThat(other.accounts.sessions().session(session.digest())).isPresent();
      other.accounts.people().setActive(ACTOR, person.id(), false);
      one.accounts.look();
      assertThat(one.accounts.sessions().session(session.digest())).isEmpty();
    }
  }

  @Test
  void one_look_ends_key_session_and_group_at_another_node() throws Exception {
    String url = TestPostgres.database();
    try (AccountsRig one = shared("one", url);
        AccountsRig other = shared("other", url)) {
      one.team("search");
      Person ann = one.accounts.people().create(ACTOR, draft("Ann", "a"));
      NewSession session = session();
      one.accounts.people().logins().logIn(login("a"), session);
      var key =
          new NewKey("k", "search", false, 0, KeyTerms.upTo(Band.NORMAL), KeyOwner.of(ann.id()));
      Issued issued = one.accounts.changes().createKey(ACTOR, key);
      GroupChanges groups = one.accounts.people().groups();
      PersonGroup group =
          groups.create(ACTOR, new GroupChanges.Draft("admins", "", "", List.of(ann.id())));
      other.accounts.look();
      assertThat(groupsAt(other, session)).containsExactly("admins");
      assertThat(other.check(issued)).isInstanceOf(KeyCheck.Known.class);
      groups.delete(ACTOR, group.id(), OptionalLong.empty());
      other.accounts.look();
      assertThat(groupsAt(other, session)).isEmpty();
      one.accounts.people().setActive(ACTOR, ann.id(), false);
      other.accounts.look();
      assertThat(other.check(issued)).isEqualTo(new KeyCheck.Suspended());
      assertThat(other.accounts.sessions().session(session.digest())).isEmpty();
    }
  }

  private static List<String> groupsAt(AccountsRig node, NewSession session) {
    return node.accounts.sessions().session(session.digest()).orElseThrow().groups();
  }

  private AccountsRig shared(String name, String url) throws Exception {
    var config = new StoreConfig(folder.resolve(name), Optional.of(new Secret(url)));
    var shared = new AccountsRig(config);
    shared.accounts.sessions().begin();
    return shared;
  }
}
