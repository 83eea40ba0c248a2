package dev.sluice.accounts.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which programs can use which store.
class SchemaVersionsTest {
  private static final Pattern NAME =
      Pattern.compile("V(\\d+)__[a-z_]+?(?:_for_(\\d+)_and_later)?\\.sql");

  /// The last migrations of before there was the rule.
  private static final Map<String, Integer> BEFORE = Map.of("postgresql", 8, "sqlite", 7);

  @TempDir private Path folder;

  @Test
  void each_migration_says_that_the_version_before_can_live_with_it() throws Exception {
    for (String database : BEFORE.keySet()) {
      for (String name : names(database)) {
        Matcher matcher = NAME.matcher(name);
        assertThat(matcher.matches()).as(name).isTrue();
        int version = Integer.parseInt(matcher.group(1));
        if (version > BEFORE.getOrDefault(database, 0)) {
          assertThat(matcher.group(2)).as(name + ": ends in _for_M_and_later").isNotNull();
          assertThat(Integer.parseInt(matcher.group(2))).as(name).isLessThan(version);
        }
      }
    }
  }

  private static List<String> names(String database) throws URISyntaxException, IOException {
    URL found =
        Objects.requireNonNull(Migrations.class.getResource("migration/" + database), database);
    try (Stream<Path> files = Files.list(Path.of(found.toURI()))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void a_newer_store_that_is_for_this_program_too_is_used_as_it_is() throws Exception {
    SchemaVersions own = made();
    later("later for " + own.program() + " and later");
    try (Store store = Store.open(StoreConfig.in(folder), true)) {
      assertThat(store.read(Migrations::missing)).isEmpty();
    }
    SchemaVersions found = look().versions();
    assertThat(found.store()).isEqualTo(999);
    assertThat(found.since()).isEqualTo(own.program());
    assertThat(found.isForThisProgram()).isTrue();
  }

  @Test
  void a_newer_store_that_is_for_later_programs_is_refused_and_left_alone() throws Exception {
    SchemaVersions own = made();
    long next = own.program() + 1;
    later("later for " + next + " and later");
    assertThatThrownBy(() -> Store.open(StoreConfig.in(folder), true).close())
        .isInstanceOfSatisfying(
            StoreException.class,
            why -> assertThat(why.problem()).isEqualTo(StoreException.Problem.NEWER))
        .hasMessageContaining("its version is 999, for programs of " + next + " and later")
        .hasMessageContaining("start that version");
    assertThat(look().versions().store()).isEqualTo(999);
  }

  @Test
  void an_earlier_program_starts_on_a_store_that_was_stepped_back_and_a_later_one_goes_on()
      throws Exception {
    SchemaVersions own = made();
    later("later for " + own.program() + " and later");
    StoreConfig config = StoreConfig.in(folder);
    StoreUpkeep.stepBack(config, own.program());
    assertThat(look().steppedBack()).isEqualTo(999);
    // What programs ask that know of no later versions: Flyway, with their own migrations.
    assertThat(earlier().info().current().getVersion().getMajor().longValue())
        .isEqualTo(own.program());
    assertThat(earlier().info().all())
        .noneMatch(one -> one.getVersion().getMajor().intValue() > 99);
    earlier().validate();
    Store.open(config, true).close();
    assertThat(look().versions().store()).isEqualTo(999);
    assertThat(look().steppedBack()).isZero();
  }

  @Test
  void a_store_is_not_stepped_back_beyond_the_programs_that_can_use_it() throws Exception {
    SchemaVersions own = made();
    assertThatThrownBy(() -> StoreUpkeep.stepBack(StoreConfig.in(folder), own.since() - 1))
        .hasMessageContaining(
            "programs of %d to %d can use it".formatted(own.since(), own.store()));
    assertThat(look().versions()).isEqualTo(own);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete from flyway_schema_history where version = '3'",
        "update flyway_schema_history set checksum = checksum + 1 where version = '3'"
      })
  void a_history_that_is_not_this_programs_own_is_refused(String change) throws Exception {
    made();
    run(url(folder), change);
    assertThatThrownBy(() -> Store.open(StoreConfig.in(folder), true).close())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("holds what this program has not written");
  }

  private Flyway earlier() {
    return Flyway.configure()
        .dataSource(url(folder), null, null)
        .locations("classpath:dev/sluice/accounts/store/migration/sqlite")
        .load();
  }

  private SchemaVersions made() throws StoreException {
    Store.open(StoreConfig.in(folder), false).close();
    return look().versions();
  }

  private StoreUpkeep.Looked<String> look() throws StoreException {
    return StoreUpkeep.look(StoreConfig.in(folder), (_, _) -> "");
  }

  /// Writes what a later program leaves in Flyway's history.
  private void later(String description) throws SQLException {
    run(
        url(folder),
        "insert into flyway_schema_history select installed_rank + 100, '999', '"
            + description
            + "', type, 'V999__later.sql', checksum, installed_by, installed_on, execution_time,"
            + " success from flyway_schema_history where version = '1'");
  }

  private static String url(Path folder) {
    return "jdbc:sqlite:" + folder.resolve(Sqlite.FILE);
  }

  private static void run(String url, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  @Test
  void a_migration_that_is_cut_in_its_middle_is_as_if_it_had_not_begun() throws Exception {
    Path before = Files.createDirectory(folder.resolve("before"));
    Path after = Files.createDirectory(folder.resolve("after"));
    Flyway.configure()
        .dataSource(url(before), null, null)
        .locations("classpath:dev/sluice/accounts/store/migration/sqlite")
        .target("6")
        .load()
        .migrate();
    try (Connection connection = DriverManager.getConnection(url(before));
        Statement statement = connection.createStatement()) {
      statement.execute("pragma journal_mode = wal");
      statement.execute("insert into spend values " + rows());
      statement.execute("pragma cache_size = 2");
      connection.setAutoCommit(false);
      // The first half of V7__tags.sql, which the cache has no room for: it is on the disk.
      statement.execute("alter table spend rename to spend_before");
      statement.execute("create table spend (day text, tags text) ");
      statement.execute("insert into spend select day, key_name from spend_before");
      copy(before, after);
      connection.rollback();
    }
    Store.open(StoreConfig.in(after), true).close();
    SchemaVersions versions = StoreUpkeep.look(StoreConfig.in(after), (_, _) -> "").versions();
    assertThat(versions.store()).isEqualTo(versions.program());
    long nanos =
        StoreUpkeep.look(
                StoreConfig.in(after),
                (sql, _) ->
                    sql.query("select sum(nanos) as n from spend", row -> row.number("n"))
                        .getFirst())
            .found();
    assertThat(nanos).isEqualTo(2_000 * 20);
  }

  private static String rows() {
    return String.join(
        ", ",
        Stream.iterate(0, i -> i < 2_000, i -> i + 1)
            .map(
                i ->
                    "('2026-11-26', 'team', 'k', 'name', 'm%d', 'p/m', 'key', '', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 20, 1, 0)"
                        .formatted(i))
            .toList());
  }

  /// Copies what a process that is killed here leaves.
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    assertThat(Files.size(to.resolve(Sqlite.FILE + "-wal"))).isGreaterThan(100_000);
  }
}
