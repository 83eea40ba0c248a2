package dev.sluice.accounts.ledger;

import static dev.sluice.accounts.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.ledger.Spend.By;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ledger over PostgreSQL, which several processes share.
class LedgerPostgresTest {
  private static final Comparator<SpentCall> NEWEST_FIRST =
      Comparator.comparingLong(SpentCall::began).reversed();

  private static final String WAITING =
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

  @TempDir private Path here;
  @TempDir private Path there;

  private static StoreConfig config(Path folder, String url) {
    return new StoreConfig(folder, Optional.of(new Secret(url)));
  }

  private static LedgerRig open(Path folder, String url, Instant wall) throws Exception {
    return new LedgerRig(config(folder, url), wall);
  }

  @Test
  void calls_of_two_processes_add_up_and_each_is_counted_once() throws Exception {
    String url = TestPostgres.database();
    try (LedgerRig one = open(here, url, LedgerRig.NOON);
        LedgerRig other = open(there, url, LedgerRig.NOON)) {
      for (int i = 0; i < 500; i++) {
        one.pay(1);
        other.pay(1);
      }
      one.awaitCalls(1_000);
      assertThat(one.sums().nanos()).isEqualTo(1_000);
      assertThat(one.spend().recent("k", Optional.empty(), 2_000).calls()).hasSize(1_000);
      assertThat(pages(one.spend(), 33)).hasSize(1_000).isSortedAccordingTo(NEWEST_FIRST);
    }
  }

  private static List<SpentCall> pages(Spend spend, int size) throws Exception {
    var calls = new ArrayList<SpentCall>();
    Optional<String> next = Optional.empty();
    do {
      Spend.Calls page = spend.recent("k", next, size);
      calls.addAll(page.calls());
      next = page.next();
    } while (next.isPresent());
    return calls;
  }

  @Test
  void a_restart_knows_what_was_spent_in_each_window_and_what_the_journal_holds() throws Exception {
    String url = TestPostgres.database();
    try (LedgerRig rig = open(here, url, LedgerRig.NOON.minus(Duration.ofDays(1)))) {
      rig.pay(100);
    }
    try (LedgerRig away =
        new LedgerRig(config(here, url), LedgerRig.NOON, Optional.empty(), JournalFixture.MEDIUM)) {
      away.pay(1);
      away.open(away.call());
    }
    try (LedgerRig rig = open(here, url, LedgerRig.NOON)) {
      long lost = LedgerRig.NOON.toEpochMilli() * 100 + 100;
      assertThat(rig.spent(Spender.key("k"), Period.DAY)).isEqualTo(1 + lost);
      assertThat(rig.spent(Spender.key("k"), Period.MONTH)).isEqualTo(101 + lost);
      rig.awaitCalls(3);
      assertThat(rig.sums().nanos()).isEqualTo(101 + lost);
    }
  }

  @Test
  void days_older_than_they_are_kept_are_dropped_and_their_sums_stay() throws Exception {
    String url = TestPostgres.database();
    for (String at : List.of("2026-08-01T12:00:00Z", "2026-08-26T12:00:00Z")) {
      try (LedgerRig rig = open(here, url, Instant.parse(at))) {
        rig.pay(10);
      }
    }
    try (LedgerRig rig = open(here, url, LedgerRig.NOON)) {
      rig.pay(100);
      rig.awaitCalls(3);
      rig.awaitDropped("k", 2);
      assertThat(rig.spend().recent("k", Optional.empty(), 10).calls())
          .extracting(SpentCall::nanos)
          .containsExactly(100L, 10L);
      var query = new Spend.Query(List.of(By.DAY), LedgerRig.DAY.minusDays(200), LedgerRig.DAY);
      assertThat(rig.spend().sums(query).rows())
          .extracting(row -> row.group().getFirst())
          .containsExactly("2026-08-01", "2026-08-26", "2026-11-26");
    }
  }

  @Test
  void a_commit_that_outlives_its_connection_is_waited_for_and_counts_once() throws Exception {
    String url = TestPostgres.database();
    try (LedgerRig rig = open(here, url, LedgerRig.NOON);
        Connection late = DriverManager.getConnection(url)) {
      rig.pay(1);
      rig.awaitCalls(1);
      late.setAutoCommit(false);
      update(late, "update journals set position = position + 1000000");
      rig.pay(1);
      awaitWaiting(url);
      late.commit();
      rig.ledger.close();
      assertThat(rig.sums().calls()).isEqualTo(1);
    }
  }

  private static void update(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void a_database_that_is_read_only_for_a_while_is_told_and_takes_all_afterwards()
      throws Exception {
    String url = TestPostgres.database();
    try (LedgerRig rig = open(here, url, LedgerRig.NOON)) {
      rig.pay(1);
      rig.awaitCalls(1);
      setReadOnly(url, true);
      for (int i = 0; i < 100; i++) {
        rig.pay(1);
      }
      // The end of the connection may be told first.
      rig.awaitTrouble("may not be written");
      assertThat(rig.ledger.trouble().orElseThrow()).contains("the journal keeps");
      assertThat(rig.sums().calls()).isEqualTo(1);
      setReadOnly(url, false);
      rig.awaitCalls(101);
      rig.awaitTrouble(false);
      assertThat(rig.sums().nanos()).isEqualTo(101);
    }
  }

  /// Holds for connections that are opened from now on; those that are open have ended then.
  private static void setReadOnly(String url, boolean only) throws SQLException {
    String name = url.replaceAll(".*/(\\w+)\\?.*", "$1");
    try (Connection connection = TestPostgres.connect()) {
      update(
          connection,
          "alter database %s set default_transaction_read_only = %s".formatted(name, only));
      update(
          connection,
          "select pg_terminate_backend(pid, 60000) from pg_stat_activity where datname = '%s'"
              .formatted(name));
    }
  }

  /// Waits until another connection to this database waits for a lock.
  private static void awaitWaiting(String url) throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      soon()
          .until(
              () -> {
                try (var rows = statement.executeQuery(WAITING)) {
                  return rows.next();
                }
              });
    }
  }

  @Test
  void names_that_postgres_takes_in_no_text_do_not_stop_the_ledger() throws Exception {
    try (LedgerRig rig = open(here, TestPostgres.database(), LedgerRig.NOON)) {
      rig.pay("a\u0000b", 1);
      rig.pay("\ud800", 1);
      rig.awaitCalls(2);
      assertThat(rig.sums().nanos()).isEqualTo(2);
    }
  }
}
