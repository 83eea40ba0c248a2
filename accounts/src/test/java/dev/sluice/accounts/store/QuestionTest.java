package dev.sluice.accounts.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.accounts.store.StoreException.Problem;
import dev.sluice.config.provider.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Questions of people to a store: each has a time, and none holds up the gateway.
class QuestionTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofHours(1);
  private static final String ENDLESS =
      "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) as c from n";

  @TempDir private Path folder;

  private Store open(Duration most) throws StoreException {
    return Store.open(StoreConfig.in(folder), false, most);
  }

  private static List<Long> one(Sql sql) {
    return sql.query("select 1 as c", row -> row.number("c"));
  }

  private static List<Long> endless(Sql sql) {
    return sql.query(ENDLESS, row -> row.number("c"));
  }

  private static void isTooSlow(Store store, Work<?> question) {
    assertThatThrownBy(() -> store.ask(question))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SLOW))
        .hasMessageContaining("takes too long over this question: narrow it");
  }

  @Test
  void a_question_that_takes_too_long_is_ended_and_the_next_one_is_answered() throws Exception {
    try (Store store = open(SHORT)) {
      isTooSlow(store, QuestionTest::endless);
      assertThat(store.ask(QuestionTest::one)).containsExactly(1L);
    }
  }

  @Test
  void a_question_to_a_database_beside_it_is_ended_too() throws Exception {
    try (Store store = open(SHORT)) {
      isTooSlow(store, sql -> sql.beside("calls-2026-11", QuestionTest::endless));
      List<Long> next = store.ask(sql -> sql.beside("calls-2026-11", QuestionTest::one));
      assertThat(next).containsExactly(1L);
    }
  }

  @Test
  void the_time_is_that_of_all_statements_of_a_question() throws Exception {
    try (Store store = open(SHORT)) {
      isTooSlow(
          store,
          sql -> {
            while (!one(sql).isEmpty()) {
              one(sql);
            }
            return true;
          });
    }
  }

  @Test
  void work_of_the_gateway_has_all_the_time_it_takes() throws Exception {
    String million =
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000000)"
            + " select count(*) as c from n";
    try (Store store = open(Duration.ofNanos(1))) {
      List<Long> counted = store.read(sql -> sql.query(million, row -> row.number("c")));
      assertThat(counted).containsExactly(1_000_000L);
    }
  }

  @Test
  void a_question_under_way_holds_up_neither_reads_nor_writes() throws Exception {
    try (Store store = open(LONG)) {
      var asked = new Asked(store);
      assertThat(store.read(QuestionTest::one)).containsExactly(1L);
      assertThat(store.await(store.write(QuestionTest::one))).containsExactly(1L);
      asked.end();
    }
  }

  @Test
  void a_question_whose_asker_has_gone_is_not_begun() throws Exception {
    try (Store store = open(LONG)) {
      var first = new Asked(store);
      var begun = new AtomicBoolean();
      Thread gone =
          Thread.ofPlatform()
              .start(
                  () ->
                      assertThatThrownBy(() -> store.ask(_ -> begun.getAndSet(true)))
                          .isInstanceOf(InterruptedException.class));
      await().until(() -> gone.getState() == Thread.State.TIMED_WAITING);
      gone.interrupt();
      gone.join();
      first.end();
      assertThat(store.ask(QuestionTest::one)).containsExactly(1L);
      assertThat(begun).isFalse();
    }
  }

  /// A question that is under way until it is told to end.
  private static final class Asked {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread asker;

    Asked(Store store) throws InterruptedException {
      asker = Thread.ofPlatform().start(() -> ask(store));
      begun.await();
    }

    private void ask(Store store) {
      try {
        store.ask(
            sql -> {
              begun.countDown();
              hold();
              return one(sql);
            });
      } catch (StoreException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private void hold() {
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    void end() throws InterruptedException {
      end.countDown();
      asker.join();
    }
  }

  @Test
  void postgresql_ends_a_question_too() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      var url = new Secret(postgres.getJdbcUrl("postgres", "postgres"));
      var config = new StoreConfig(folder, Optional.of(url));
      try (Store store = Store.open(config, false, SHORT)) {
        isTooSlow(store, QuestionTest::endless);
        assertThat(store.ask(QuestionTest::one)).containsExactly(1L);
      }
    }
  }
}
