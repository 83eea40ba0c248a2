package dev.sluice.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.Logins.NewSession;
import dev.sluice.accounts.Logins.Result;
import dev.sluice.accounts.audit.AuditFilter;
import dev.sluice.accounts.people.Person;
import dev.sluice.accounts.people.Profile;
import dev.sluice.accounts.store.StoreConfig;
import java.nio.file.Path;
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
}
