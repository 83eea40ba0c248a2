package dev.sluice.accounts.ledger;

import static dev.sluice.accounts.Soon.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.accounts.ledger.Spend.By;
import dev.sluice.accounts.ledger.Spend.Tag;
import dev.sluice.accounts.store.SchemaVersions;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.StoreUpkeep;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.config.provider.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs of earlier versions beside this one, on one PostgreSQL. What each asks lies in
/// `store/statements`: the file of a version is kept until no migration is for its programs.
class EarlierVersionsTest {
  private static final String FOLDER = "dev/sluice/accounts/store/";
  private static final Tag FEATURE = new Tag("feature");
  private static final String SEARCH = "{\"feature\":\"search\"}";

  @TempDir private Path folder;

  private StoreConfig config(String url) {
    return new StoreConfig(folder, Optional.of(new Secret(url)));
  }

  private static String kind(String url) {
    return url.startsWith("jdbc:sqlite:") ? "sqlite" : "postgresql";
  }

  private static void migrate(String url, long version) {
    Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:" + FOLDER + "migration/" + kind(url))
        .target(String.valueOf(version))
        .load()
        .migrate();
  }

  /// The versions of programs that can use this program's tables, but for its own.
  private static List<Long> earlier(StoreConfig config) throws Exception {
    Store.open(config, false).close();
    SchemaVersions versions = StoreUpkeep.look(config, (_, _) -> "").versions();
    assertThat(versions.since()).isLessThan(versions.store());
    return LongStream.range(versions.since(), versions.store()).boxed().toList();
  }

  @Test
  void what_earlier_programs_ask_of_postgresql_goes_on_working() throws Exception {
    for (long version : earlier(config(TestPostgres.database()))) {
      String url = TestPostgres.empty();
      goesOnWorking(url, config(url), version);
    }
  }

  @Test
  void what_earlier_programs_ask_of_sqlite_goes_on_working() throws Exception {
    for (long version : earlier(StoreConfig.in(folder.resolve("newest")))) {
      Path own = Files.createDirectory(folder.resolve("of-" + version));
      goesOnWorking("jdbc:sqlite:" + own.resolve(StoreUpkeep.SQLITE), StoreConfig.in(own), version);
    }
  }

  private static void goesOnWorking(String url, StoreConfig config, long version) throws Exception {
    migrate(url, version);
    ask(url, version, 1);
    long before = nanos(url);
    Store.open(config, true).close();
    assertThat(nanos(url)).isEqualTo(before).isPositive();
    ask(url, version, 2);
    assertThat(nanos(url)).isEqualTo(2 * before);
    try (LedgerRig rig = new LedgerRig(config, LedgerRig.NOON)) {
      assertThat(rig.sums().nanos()).isEqualTo(2 * before);
    }
  }

  /// Asks what programs of a version do.
  ///
  /// @param run a number that is new
  private static void ask(String url, long version, int run) throws Exception {
    String file = FOLDER + "statements/" + kind(url) + "/" + version + ".sql";
    try (InputStream in = EarlierVersionsTest.class.getClassLoader().getResourceAsStream(file);
        Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      assertThat(in).as("what programs of version %d ask: %s", version, file).isNotNull();
      for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
        if (!line.startsWith("--")) {
          statement.execute(line.replace("$RUN", String.valueOf(run)));
        }
      }
    }
  }

  private static long nanos(String url) throws SQLException {
    long days = number(url, "select sum(nanos) from spend");
    assertThat(number(url, "select sum(nanos) from spend_months")).isEqualTo(days);
    return days;
  }

  private static long number(String url, String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      found.next();
      return found.getLong(1);
    }
  }

  @Test
  void calls_with_tags_of_before_this_version_keep_them() throws Exception {
    String url = TestPostgres.empty();
    migrate(url, 8);
    ask(url, 8, 1);
    try (LedgerRig rig = new LedgerRig(config(url), LedgerRig.NOON)) {
      rig.payTagged(SEARCH, 7);
      rig.pay(1);
      rig.awaitCalls(4);
      assertThat(byFeature(rig)).containsExactly("[] 21", "[search] 27");
    }
    assertThat(number(url, "select sum(nanos) from spend where tags <> ''")).isEqualTo(27);
  }

  private static List<String> byFeature(LedgerRig rig) throws Exception {
    var query = new Spend.Query(List.of(FEATURE), LedgerRig.DAY, LedgerRig.DAY);
    return rig.spend().sums(query).rows().stream()
        .map(row -> row.group() + " " + row.sums().nanos())
        .toList();
  }

  @Test
  void two_versions_add_to_the_same_sums_at_the_same_time() throws Exception {
    String url = TestPostgres.empty();
    migrate(url, 7);
    ask(url, 7, 1);
    try (LedgerRig rig = new LedgerRig(config(url), LedgerRig.NOON)) {
      var earlier =
          Stream.of(7L, 8L, 7L, 8L)
              .map(version -> CompletableFuture.runAsync(() -> add(url, version)))
              .toList();
      for (int i = 0; i < 500; i++) {
        rig.pay(1);
        rig.payTagged(SEARCH, 1);
      }
      earlier.forEach(CompletableFuture::join);
      // A row a statement: of version 8 there are two, one of which has tags.
      rig.awaitCalls(1 + 1_000 + 2 * 200 + 4 * 200);
      assertThat(rig.sums().nanos()).isEqualTo(20 * (1 + 6 * 200) + 1_000);
      assertThat(byFeature(rig))
          .containsExactly("[] " + (20 * (1 + 4 * 200) + 500), "[search] " + (20 * 400 + 500));
      assertThat(
              rig.spend()
                  .sums(new Spend.Query(List.of(By.DAY), LedgerRig.DAY, LedgerRig.DAY))
                  .rows())
          .hasSize(1);
    }
  }

  /// Adds 200 calls, or as many pairs, as a gateway of a version does: a batch that meets another
  /// one is written again.
  private static void add(String url, long version) {
    String file = FOLDER + "statements/postgresql/" + version + ".sql";
    try (InputStream in = EarlierVersionsTest.class.getClassLoader().getResourceAsStream(file);
        Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      List<String> sums =
          new String(in.readAllBytes(), UTF_8)
              .lines()
              .filter(line -> line.startsWith("insert into spend"))
              .toList();
      connection.setAutoCommit(false);
      for (int i = 0; i < 200; i++) {
        while (!isAdded(connection, statement, sums)) {
          connection.rollback();
        }
      }
    } catch (SQLException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isAdded(Connection connection, Statement statement, List<String> sums)
      throws SQLException {
    try {
      for (String sum : sums) {
        statement.execute(sum);
      }
      connection.commit();
      return true;
    } catch (SQLException met) {
      if (!List.of("23505", "40P01").contains(met.getSQLState())) {
        throw met;
      }
      return false;
    }
  }

  @Test
  void a_migration_that_is_cut_in_its_middle_is_as_if_it_had_not_begun() throws Exception {
    String url = TestPostgres.empty();
    migrate(url, 9);
    ask(url, 9, 1);
    try (Connection other = DriverManager.getConnection(url);
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      // The second half of the migration waits for this name.
      statement.execute("create table spend_months_tagged (a int)");
      var opening =
          CompletableFuture.runAsync(
              () ->
                  assertThatThrownBy(() -> Store.open(config(url), true).close())
                      .isInstanceOf(StoreException.class));
      terminateWaiting(url, opening);
      opening.join();
      other.rollback();
    }
    assertThat(StoreUpkeep.look(config(url), (_, _) -> "").versions().store()).isEqualTo(9);
    assertThat(nanos(url)).isEqualTo(40);
    try (LedgerRig rig = new LedgerRig(config(url), LedgerRig.NOON)) {
      assertThat(byFeature(rig)).containsExactly("[] 20", "[search] 20");
    }
  }

  /// Ends the connection that waits for a name, as soon as there is one.
  private static void terminateWaiting(String url, CompletableFuture<?> opening) {
    String query =
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname ="
            + " current_database() and wait_event_type = 'Lock'";
    soon()
        .until(
            () -> {
              assertThat(opening).as("the migration waits for a name").isNotDone();
              return number(url, query) != 0;
            });
  }
}
