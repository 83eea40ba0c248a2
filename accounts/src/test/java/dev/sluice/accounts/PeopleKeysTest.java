package dev.sluice.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.accounts.AccountChanges.Issued;
import dev.sluice.accounts.ChangeRefused.Reason;
import dev.sluice.accounts.Logins.NewSession;
import dev.sluice.accounts.key.KeyCheck;
import dev.sluice.accounts.people.PeopleTable;
import dev.sluice.accounts.people.Person;
import dev.sluice.accounts.store.StoreConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys of people: their owner must be there, and they do not grow without end.
class PeopleKeysTest {
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

  private static void assertRefused(Reason reason, String why, ThrowingCallable change) {
    assertThatThrownBy(change)
        .hasMessageContaining(why)
        .isInstanceOfSatisfying(
            ChangeRefused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  @Test
  void whoever_is_gone_or_may_not_come_in_gets_no_secret() throws Exception {
    Person ann = rig.logIn("ann", PeopleRig.session());
    Issued key = rig.key(ann, "one");
    AccountChanges changes = rig.accounts.changes();
    rig.accounts.people().setActive(PeopleRig.ACTOR, ann.id(), false);
    assertRefused(Reason.INVALID, "owner", () -> rig.key(ann, "two"));
    assertRefused(
        Reason.INVALID,
        "owner",
        () -> changes.rotateKey(PeopleRig.ACTOR, key.key().id(), Duration.ZERO));
    rig.accounts.people().delete(PeopleRig.ACTOR, ann.id(), OptionalLong.empty());
    assertRefused(Reason.INVALID, "owner", () -> rig.key(ann, "three"));
  }

  @Test
  void a_key_whose_owner_is_not_there_calls_nothing() throws Exception {
    Person ann = rig.logIn("ann", PeopleRig.session());
    Issued key = rig.key(ann, "one");
    assertThat(rig.of.check(key)).isInstanceOf(KeyCheck.Known.class);
    var store = rig.accounts.store().orElseThrow();
    store.await(
        store.write(
            sql -> {
              PeopleTable.delete(sql, ann.id());
              return ann;
            }));
    rig.of.team("other");
    assertThat(rig.of.check(key)).isEqualTo(new KeyCheck.Suspended());
  }

  @Test
  void a_key_of_a_person_has_few_secrets_and_none_for_long() throws Exception {
    Person ann = rig.logIn("ann", PeopleRig.session());
    String id = rig.key(ann, "one").key().id();
    AccountChanges changes = rig.accounts.changes();
    assertRefused(
        Reason.INVALID, "7 days", () -> changes.rotateKey(PeopleRig.ACTOR, id, Duration.ofDays(8)));
    for (int i = 0; i < 3; i++) {
      changes.rotateKey(PeopleRig.ACTOR, id, Duration.ofHours(24));
    }
    assertRefused(
        Reason.EXISTS,
        "4 secrets",
        () -> changes.rotateKey(PeopleRig.ACTOR, id, Duration.ofHours(24)));
    rig.of.wall.addAndGet(Duration.ofHours(25).toMillis());
    assertThat(changes.rotateKey(PeopleRig.ACTOR, id, Duration.ZERO).key().secrets()).hasSize(2);
  }

  @Test
  void keys_that_are_made_and_revoked_again_and_again_come_to_an_end_for_the_day()
      throws Exception {
    Person ann = rig.logIn("ann", PeopleRig.session());
    for (int i = 0; i < 20; i++) {
      String id = rig.key(ann, "k" + i).key().id();
      rig.accounts.changes().revokeKey(PeopleRig.ACTOR, id, false);
    }
    assertRefused(Reason.EXISTS, "within a day", () -> rig.key(ann, "more"));
    rig.of.wall.addAndGet(Duration.ofHours(25).toMillis());
    assertThat(rig.key(ann, "tomorrow").key().id()).isNotEmpty();
  }

  @Test
  void who_is_forgotten_leaves_neither_person_nor_session_nor_key() throws Exception {
    NewSession session = PeopleRig.session();
    Person ann = rig.logIn("ann", session);
    String id = rig.key(ann, "one").key().id();
    Forgetting forgetting = rig.accounts.forgetting();
    assertRefused(
        Reason.EXISTS, "--revoke", () -> forgetting.person(PeopleRig.ACTOR, ann.id(), false));
    Forgetting.Part part = forgetting.person(PeopleRig.ACTOR, ann.id(), true);
    assertThat(part.keys()).isEqualTo(1);
    assertThat(part.after()).isEmpty();
    assertThat(part.as()).startsWith("forgotten-");
    assertThat(rig.isOpen(session)).isFalse();
    assertThat(rig.accounts.keys().now().key(id)).isEmpty();
    Optional<Person> left = rig.accounts.read(sql -> PeopleTable.person(sql, ann.id()));
    assertThat(left).isEmpty();
    assertRefused(
        Reason.NOT_FOUND, "no person", () -> forgetting.person(PeopleRig.ACTOR, ann.id(), true));
    assertThat(rig.accounts.verifyAudit().broken()).isEmpty();
  }
}
