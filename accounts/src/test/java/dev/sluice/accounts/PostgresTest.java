package dev.sluice.accounts;

import static dev.sluice.accounts.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.accounts.AccountChanges.Issued;
import dev.sluice.accounts.AccountImport.ImportedKey;
import dev.sluice.accounts.key.KeyCheck;
import dev.sluice.accounts.key.KeySecret;
import dev.sluice.accounts.key.KeyTable;
import dev.sluice.accounts.key.SecretDigest;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.StoreException.Problem;
import dev.sluice.accounts.store.StoreListener;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.accounts.store.Work;
import dev.sluice.accounts.terms.Credit;
import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Accounts in PostgreSQL, which several processes share.
class PostgresTest {
  @TempDir private Path here;
  @TempDir private Path there;

  private static AccountsRig open(Path folder, String url) throws Exception {
    return new AccountsRig(new StoreConfig(folder, Optional.of(new Secret(url))));
  }

  @Test
  void what_one_process_changes_holds_for_the_other() throws Exception {
    String url = TestPostgres.database();
    try (AccountsRig one = open(here, url);
        AccountsRig other = open(there, url)) {
      one.team("search");
      Issued key = one.key("search", "live");
      assertThat(other.check(key)).isEqualTo(new KeyCheck.Unknown());
      other.accounts.look();
      assertThat(other.check(key)).isInstanceOf(KeyCheck.Known.class);
      other.accounts.changes().revokeKey("b", key.key().id(), true);
      one.accounts.look();
      assertThat(one.check(key)).isEqualTo(new KeyCheck.Revoked());
      assertThat(one.accounts.verifyAudit().entries()).isEqualTo(3);
      assertThat(one.accounts.verifyAudit().broken()).isEmpty();
    }
  }

  @Test
  void a_key_that_one_process_revokes_is_refused_by_the_other_within_two_seconds()
      throws Exception {
    String url = TestPostgres.database();
    try (AccountsRig one = open(here, url);
        AccountsRig other = open(there, url)) {
      var told = new LinkedBlockingQueue<String>();
      other.accounts.listen(told::add);
      assertThat(told.take()).isEmpty();
      one.team("search");
      List<Duration> waits = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Issued key = one.key("search", "live" + i);
        waits.add(timeUntil(() -> other.check(key) instanceof KeyCheck.Known));
        one.accounts.changes().revokeKey("b", key.key().id(), true);
        waits.add(timeUntil(() -> other.check(key) instanceof KeyCheck.Revoked));
      }
      // A machine that is busy may hold up one of them.
      Duration median = waits.stream().sorted().toList().get(waits.size() / 2);
      assertThat(median).isLessThan(Duration.ofSeconds(2));
      var store = one.accounts.store().orElseThrow();
      boolean _ = store.await(store.write(sql -> StoreListener.tell(sql, "order 1")));
      assertThat(told.take()).isEqualTo("order 1");
    }
  }

  /// Its notice may be lost, too: a look has a connection of its own.
  @Test
  void a_key_that_one_process_revokes_is_refused_by_the_other_whose_store_is_busy()
      throws Exception {
    String url = TestPostgres.database();
    try (AccountsRig one = open(here, url);
        AccountsRig other = open(there, url)) {
      var told = new LinkedBlockingQueue<String>();
      other.accounts.listen(told::add);
      assertThat(told.take()).isEmpty();
      one.team("search");
      Issued key = one.key("search", "live");
      soon().until(() -> other.check(key) instanceof KeyCheck.Known);
      var end = new CompletableFuture<Integer>();
      try {
        busy(other.accounts.opened(), end);
        Store store = one.accounts.opened();
        int _ = store.await(store.write(sql -> revoke(sql, key.key().id())));
        soon().until(() -> other.check(key) instanceof KeyCheck.Revoked);
      } finally {
        end.complete(0);
      }
    }
  }

  /// Lets all threads of a store work until the end.
  private static void busy(Store store, CompletableFuture<Integer> end)
      throws InterruptedException {
    var working = new CountDownLatch(3);
    Work<Integer> work =
        _ -> {
          working.countDown();
          return end.join();
        };
    CompletableFuture<Integer> _ = store.write(work);
    CompletableFuture<Integer> _ = store.lease(work);
    Thread _ = Thread.ofVirtual().start(() -> read(store, work));
    working.await();
  }

  private static void read(Store store, Work<Integer> work) {
    try {
      int _ = store.read(work);
    } catch (StoreException late) {
      // It works on.
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int revoke(Sql sql, String id) {
    KeyTable.revoke(sql, id, 1, false);
    KeyTable.raise(sql);
    return 0;
  }

  private static Duration timeUntil(Callable<Boolean> what) {
    long from = System.nanoTime();
    soon().until(what);
    return Duration.ofNanos(System.nanoTime() - from);
  }

  @Test
  void a_key_of_another_gateway_that_one_process_imports_holds_for_the_other() throws Exception {
    String url = TestPostgres.database();
    try (AccountsRig one = open(here, url);
        AccountsRig other = open(there, url)) {
      one.team("search");
      var secret = new SecretDigest(KeySecret.digest("sk-elsewhere"), 1, 0, true);
      var key = new ImportedKey(AccountsRig.newKey("search", "live", 0), secret, 5);
      one.accounts.changes().imports().keys("a", List.of(key));
      other.accounts.look();
      assertThat(other.accounts.keys().check("sk-elsewhere")).isInstanceOf(KeyCheck.Known.class);
      assertThat(other.accounts.keys().now().credits()).hasSize(1);
      assertThat(one.accounts.verifyAudit().broken()).isEmpty();
    }
  }

  @Test
  void a_credit_and_a_team_that_is_removed_hold_for_the_other_process() throws Exception {
    String url = TestPostgres.database();
    try (AccountsRig one = open(here, url);
        AccountsRig other = open(there, url)) {
      one.team("search");
      Issued key = one.key("search", "live");
      one.accounts.changes().credit("a", "key:" + key.key().id(), "live", 5, "an outage");
      other.accounts.look();
      assertThat(other.accounts.keys().now().credits())
          .containsExactly(new Credit("key:" + key.key().id(), one.wall.get(), 5));
      other.accounts.changes().deleteTeam("b", "search", OptionalLong.empty(), true);
      one.accounts.look();
      assertThat(one.check(key)).isEqualTo(new KeyCheck.Unknown());
      assertThat(one.accounts.keys().now().teams()).isEmpty();
      assertThat(one.accounts.keys().now().credits()).hasSize(1);
      assertThat(one.accounts.verifyAudit().broken()).isEmpty();
    }
  }

  /// What ends a check after 8 s does so by the same means.
  @Test
  void a_check_of_the_audit_log_that_is_ended_is_not_told_to_be_narrowed() throws Exception {
    String url = TestPostgres.database();
    try (AccountsRig rig = open(here, url);
        Connection other = DriverManager.getConnection(url);
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table audit in access exclusive mode");
      var ended = CompletableFuture.runAsync(() -> endWhatWaits(statement));
      assertThatThrownBy(rig.accounts::verifyAudit)
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SLOW))
          .hasMessageContaining("takes too long to check its audit log: try again when")
          .hasMessageNotContaining("narrow");
      ended.join();
    }
  }

  private static void endWhatWaits(Statement statement) {
    try {
      boolean found = false;
      while (!found) {
        try (ResultSet ended =
            statement.executeQuery(
                "select pg_cancel_backend(pid) from pg_locks where not granted"
                    + " and relation = 'audit'::regclass")) {
          found = ended.next();
        }
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void changes_of_two_processes_at_once_leave_one_chain() throws Exception {
    String url = TestPostgres.database();
    try (AccountsRig one = open(here, url);
        AccountsRig other = open(there, url)) {
      one.team("search");
      Thread beside = Thread.ofPlatform().start(() -> create(other, "o"));
      create(one, "n");
      beside.join();
      assertThat(one.accounts.verifyAudit().entries()).isEqualTo(21);
      assertThat(one.accounts.verifyAudit().broken()).isEmpty();
    }
  }

  private static void create(AccountsRig rig, String name) {
    try {
      for (int i = 0; i < 10; i++) {
        rig.key("search", name + i);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void audit_rows_are_not_changed() throws Exception {
    try (AccountsRig rig = open(here, TestPostgres.database())) {
      rig.team("search");
      var store = rig.accounts.store().orElseThrow();
      assertThatThrownBy(
              () -> store.await(store.write(sql -> sql.update("update audit set actor = 'x'"))))
          .hasMessageContaining("audit rows are not changed or deleted");
      for (String statement : List.of("truncate audit", "truncate keys, audit cascade")) {
        assertThatThrownBy(() -> store.await(store.write(sql -> sql.update(statement))))
            .hasMessageContaining("audit rows are not changed or deleted");
      }
      assertThat(rig.accounts.verifyAudit().entries()).isEqualTo(1);
      store.await(
          store.write(
              sql ->
                  sql.update("alter table audit disable trigger all")
                      + sql.update("truncate audit")));
      assertThat(rig.accounts.verifyAudit().broken()).contains(1L);
    }
  }

  @Test
  void connections_that_a_restart_has_ended_are_opened_again_unnoticed() throws Exception {
    try (AccountsRig rig = open(here, TestPostgres.database())) {
      rig.team("search");
      endConnections();
      rig.accounts.look();
      assertThat(rig.accounts.trouble()).isEmpty();
      rig.key("search", "live");
    }
  }

  /// As a restart does; waits until they have ended.
  private static void endConnections() throws Exception {
    try (var connection = TestPostgres.connect();
        var statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid, 60000) from pg_stat_activity where application_name ="
              + " 'sluice'");
    }
  }

  /// As a restored backup is: with an older revision, and without what came after it.
  @Test
  void a_database_that_was_restored_to_an_earlier_state_holds() throws Exception {
    try (AccountsRig rig = open(here, TestPostgres.database())) {
      rig.team("search");
      Issued kept = rig.key("search", "kept");
      Issued late = rig.key("search", "late");
      var store = rig.accounts.store().orElseThrow();
      store.await(
          store.write(
              sql -> {
                sql.update("delete from secrets where key_id = ?", late.key().id());
                sql.update("delete from keys where id = ?", late.key().id());
                return sql.update("update revision set number = number - 1");
              }));
      rig.accounts.look();
      assertThat(rig.check(late)).isEqualTo(new KeyCheck.Unknown());
      rig.accounts.changes().revokeKey("b", kept.key().id(), false);
      assertThat(rig.check(kept)).isEqualTo(new KeyCheck.Revoked());
    }
  }

  @Test
  void a_database_that_is_away_at_the_start_is_replaced_by_the_last_copy() throws Exception {
    Issued key;
    try (AccountsRig rig = open(here, TestPostgres.database())) {
      rig.team("search");
      key = rig.key("search", "live");
    }
    String nowhere = "jdbc:postgresql://127.0.0.1:1/d";
    try (AccountsRig rig = open(here, nowhere)) {
      assertThat(rig.check(key)).isInstanceOf(KeyCheck.Known.class);
      assertThat(rig.accounts.trouble().orElseThrow()).contains("cannot be reached");
    }
    assertThatThrownBy(() -> open(there, nowhere))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.AWAY));
  }

  @Test
  void a_password_is_in_no_message() {
    String url = "jdbc:postgresql://u:hidden-1@127.0.0.1:1/d?password=hidden-2";
    assertThatThrownBy(() -> open(here, url))
        .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/d")
        .hasMessageNotContaining("hidden");
  }
}
