package dev.sluice.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.accounts.AccountChanges.Issued;
import dev.sluice.accounts.Logins.NewSession;
import dev.sluice.accounts.key.KeyCheck;
import dev.sluice.accounts.people.PeopleTable;
import dev.sluice.accounts.people.Person;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People whom two processes change at the same time, in PostgreSQL.
class SharedPeopleTest {
  private static final int TIMES = 8;

  @TempDir private Path folder;
  private PeopleRig one;
  private PeopleRig other;

  @BeforeEach
  void open() throws Exception {
    String url = TestPostgres.database();
    one = shared("one", url);
    other = shared("other", url);
  }

  private PeopleRig shared(String name, String url) throws Exception {
    return new PeopleRig(new StoreConfig(folder.resolve(name), Optional.of(new Secret(url))));
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  /// The result of work, or why it was refused.
  private record Outcome<T>(Optional<T> result, Optional<ChangeRefused> refused) {}

  private static <T> FutureTask<Outcome<T>> begun(CyclicBarrier together, Callable<T> work) {
    var task =
        new FutureTask<>(
            () -> {
              together.await();
              try {
                return new Outcome<>(Optional.of(work.call()), Optional.empty());
              } catch (ChangeRefused refused) {
                return new Outcome<T>(Optional.empty(), Optional.of(refused));
              }
            });
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  @Test
  void another_process_learns_by_itself_who_may_not_come_in() throws Exception {
    NewSession session = PeopleRig.session();
    Person ann = one.logIn("ann", session);
    Issued key = one.key(ann, "one");
    await().until(() -> other.isOpen(session) && other.of.check(key) instanceof KeyCheck.Known);
    one.accounts.people().setActive(PeopleRig.ACTOR, ann.id(), false);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !other.isOpen(session) && other.of.check(key) instanceof KeyCheck.Suspended);
  }

  @Test
  void a_key_that_is_made_while_its_owner_is_removed_calls_nothing() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      Person ann = one.logIn("ann" + i, PeopleRig.session());
      String name = "k" + i;
      var together = new CyclicBarrier(2);
      var made = begun(together, () -> one.key(ann, name));
      var removed =
          begun(
              together,
              () ->
                  other.accounts.people().delete(PeopleRig.ACTOR, ann.id(), OptionalLong.empty()));
      assertThat(removed.get().refused()).isEmpty();
      Optional<Issued> key = made.get().result();
      one.accounts.look();
      assertThat(key.map(one.of::check).filter(KeyCheck.Known.class::isInstance)).isEmpty();
    }
  }

  @Test
  void a_secret_that_is_given_while_the_owner_is_removed_calls_nothing() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      Person ann = one.logIn("ann" + i, PeopleRig.session());
      Issued before = one.key(ann, "k" + i);
      String id = before.key().id();
      var together = new CyclicBarrier(2);
      var rotated =
          begun(
              together,
              () -> one.accounts.changes().rotateKey(PeopleRig.ACTOR, id, Duration.ofMinutes(1)));
      var removed =
          begun(
              together,
              () ->
                  other.accounts.people().delete(PeopleRig.ACTOR, ann.id(), OptionalLong.empty()));
      assertThat(removed.get().refused()).isEmpty();
      Optional<Issued> key = rotated.get().result();
      one.accounts.look();
      assertThat(one.of.check(before)).isNotInstanceOf(KeyCheck.Known.class);
      assertThat(key.map(one.of::check).filter(KeyCheck.Known.class::isInstance)).isEmpty();
    }
  }

  @Test
  void a_login_while_somebody_is_deactivated_leaves_no_session() throws Exception {
    Person ann = one.logIn("ann", PeopleRig.session());
    for (int i = 0; i < TIMES; i++) {
      one.accounts.people().setActive(PeopleRig.ACTOR, ann.id(), true);
      NewSession session = PeopleRig.session();
      var together = new CyclicBarrier(2);
      var in =
          begun(
              together,
              () -> one.accounts.people().logins().logIn(PeopleRig.login("ann", true), session));
      var out =
          begun(
              together, () -> other.accounts.people().setActive(PeopleRig.ACTOR, ann.id(), false));
      assertThat(out.get().refused()).isEmpty();
      assertThat(in.get().refused()).isEmpty();
      one.accounts.look();
      assertThat(one.isOpen(session)).isFalse();
      List<?> sessions = one.accounts.read(sql -> PeopleTable.sessions(sql, ann.id(), 0));
      assertThat(sessions).isEmpty();
    }
  }

  @Test
  void two_first_logins_at_once_are_of_one_person() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      String sub = "new" + i;
      var together = new CyclicBarrier(2);
      var here = begun(together, () -> one.logIn(sub, PeopleRig.session()));
      var there = begun(together, () -> other.logIn(sub, PeopleRig.session()));
      Person first = here.get().result().orElseThrow();
      assertThat(there.get().result().orElseThrow().id()).isEqualTo(first.id());
    }
  }
}
