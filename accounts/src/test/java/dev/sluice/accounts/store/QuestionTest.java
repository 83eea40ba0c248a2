package dev.sluice.accounts.store;

import static dev.sluice.accounts.ReadyStores.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.accounts.store.StoreException.Problem;
import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    return Store.open(ready(StoreConfig.in(folder)), false, most);
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

  /// On a busy machine a connection alone may take longer than such a question may.
  private static void isAnswered(Store store, Work<List<Long>> question) {
    await()
        .ignoreExceptionsInstanceOf(StoreException.class)
        .untilAsserted(() -> assertThat(store.ask(question)).containsExactly(1L));
  }

  @Test
  void a_question_that_takes_too_long_is_ended_and_the_next_one_is_answered() throws Exception {
    try (Store store = open(SHORT)) {
      isTooSlow(store, QuestionTest::endless);
      isAnswered(store, QuestionTest::one);
    }
  }

  @Test
  void a_question_to_a_database_beside_it_is_ended_too() throws Exception {
    try (Store store = open(SHORT)) {
      isTooSlow(store, sql -> sql.beside("calls-2026-11", QuestionTest::endless));
      isAnswered(store, sql -> sql.beside("calls-2026-11", QuestionTest::one));
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
            _ -> {
              begun.countDown();
              hold();
              return true;
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

    void release() {
      end.countDown();
    }

    void end() throws InterruptedException {
      release();
      asker.join();
    }
  }

  /// Without an end it would be told after 10 s that the store has too much to do.
  private static void isEndedByClosing(Store store) throws Exception {
    var begun = new CountDownLatch(1);
    var answer = new CompletableFuture<List<Long>>();
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                answer.complete(store.ask(sql -> begin(sql, begun)));
              } catch (StoreException | InterruptedException e) {
                answer.completeExceptionally(e);
              }
            });
    begun.await();
    store.close();
    assertThatThrownBy(answer::get)
        .cause()
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.AWAY))
        .hasMessageContaining("closed meanwhile");
  }

  private static List<Long> begin(Sql sql, CountDownLatch begun) {
    one(sql);
    begun.countDown();
    return endless(sql);
  }

  @Test
  void a_question_under_way_is_ended_when_the_store_closes() throws Exception {
    isEndedByClosing(open(LONG));
  }

  @Test
  void a_question_that_waits_is_not_begun_when_the_store_closes() throws Exception {
    Store store = open(LONG);
    var first = new Asked(store);
    var begun = new AtomicBoolean();
    var asked = new CompletableFuture<StoreException>();
    Thread waits =
        Thread.ofPlatform()
            .start(
                () ->
                    assertThatThrownBy(() -> store.ask(_ -> begun.getAndSet(true)))
                        .isInstanceOfSatisfying(StoreException.class, asked::complete));
    await().until(() -> waits.getState() == Thread.State.TIMED_WAITING);
    Thread closing = Thread.ofPlatform().start(store::close);
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    first.release();
    assertThat(asked.get(30, TimeUnit.SECONDS).problem()).isEqualTo(Problem.AWAY);
    assertThat(begun).isFalse();
    closing.join();
  }

  private StoreConfig postgres() throws SQLException {
    return new StoreConfig(folder, Optional.of(new Secret(TestPostgres.database())));
  }

  @Test
  void postgresql_ends_a_question_when_the_store_closes() throws Exception {
    isEndedByClosing(Store.open(postgres(), false, LONG));
  }

  /// A cancellation that overtakes its question ends nothing, so that it has to be repeated.
  @Test
  void postgresql_ends_a_question_that_arrives_behind_its_cancellation() throws Exception {
    String straight = TestPostgres.database();
    try (var wire = new OvertakingWire(TestPostgres.port(), "with recursive")) {
      var url = new Secret(wire.through(straight));
      isEndedByClosing(Store.open(new StoreConfig(folder, Optional.of(url)), false, LONG));
    }
  }

  @Test
  void postgresql_ends_a_question_too() throws Exception {
    try (Store store = Store.open(postgres(), false, SHORT)) {
      isTooSlow(store, QuestionTest::endless);
      isAnswered(store, QuestionTest::one);
    }
  }
}
