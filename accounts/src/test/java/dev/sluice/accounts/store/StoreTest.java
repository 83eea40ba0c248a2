package dev.sluice.accounts.store;

import static dev.sluice.accounts.ReadyStores.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.accounts.store.StoreException.Problem;
import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of work that fails, and of its connection.
class StoreTest {
  @TempDir private Path folder;

  @Test
  void a_text_that_postgresql_does_not_take_fails_alone_and_its_connection_stays()
      throws Exception {
    var config = new StoreConfig(folder, Optional.of(new Secret(TestPostgres.database())));
    try (Store store = Store.open(config, false)) {
      List<Long> before = store.await(store.write(StoreTest::connection));
      assertThatThrownBy(
              () ->
                  store.await(
                      store.write(sql -> sql.update("delete from teams where name = ?", "\0"))))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.INVALID));
      assertThat(store.await(store.write(StoreTest::connection))).isEqualTo(before);
    }
  }

  @Test
  void work_that_nobody_waits_for_any_more_is_not_done_later() throws Exception {
    try (Store store = impatient()) {
      var held = new Held(store);
      isLate(store, store.write(sql -> addTeam(sql, "queued")));
      held.end();
      assertThat(store.write(StoreTest::teams).get()).containsExactly("held");
    }
  }

  @Test
  void work_whose_asker_has_gone_while_it_ran_is_undone() throws Exception {
    try (Store store = impatient()) {
      var held = new Held(store);
      isLate(store, held.work);
      held.end();
      assertThat(store.write(StoreTest::teams).get()).isEmpty();
      assertThat(store.write(sql -> addTeam(sql, "next")).get()).isEqualTo(1);
      assertThat(store.write(StoreTest::teams).get()).containsExactly("next");
    }
  }

  private Store impatient() throws StoreException {
    return Store.open(
        ready(StoreConfig.in(folder)), false, Duration.ofSeconds(8), Duration.ofMillis(50));
  }

  private static void isLate(Store store, CompletableFuture<Integer> work) {
    assertThatThrownBy(() -> store.await(work))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.AWAY));
  }

  private static int addTeam(Sql sql, String name) {
    return sql.update("insert into teams (name, created) values (?, 0)", name);
  }

  private static List<String> teams(Sql sql) {
    return sql.query("select name from teams", row -> row.text("name"));
  }

  /// Work that adds a team, and then runs until it is told to end.
  private static final class Held {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    final CompletableFuture<Integer> work;

    Held(Store store) throws InterruptedException {
      work = store.write(this::run);
      begun.await();
    }

    private int run(Sql sql) {
      int added = addTeam(sql, "held");
      begun.countDown();
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return added;
    }

    void end() {
      end.countDown();
    }
  }

  private static List<Long> connection(Sql sql) {
    return sql.query("select pg_backend_pid() as pid", row -> row.number("pid"));
  }
}
