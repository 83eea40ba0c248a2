package dev.sluice.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.SpendListener.Wasted;
import dev.sluice.accounts.ledger.Spend.By;
import dev.sluice.accounts.ledger.Spend.Column;
import dev.sluice.accounts.ledger.Spend.Tag;
import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.Units;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.accounts.tag.TagText;
import dev.sluice.call.Payer;
import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What calls have cost by their tags, in both stores: to the nano-dollar, over restarts and a
/// crash, and in a store that was made before there were tags.
class LedgerTagsTest {
  private static final Tag FEATURE = new Tag("feature");
  private static final Tag CENTER = new Tag("cost-center");

  @TempDir private Path folder;

  private static String tags(String center, String feature) {
    return TagText.of(List.of(CENTER.name(), FEATURE.name()), List.of(center, feature));
  }

  @Test
  void sums_by_tags_add_up_to_the_sums_without_them_over_a_crash() throws Exception {
    sumsAddUpOverACrash(StoreConfig.in(folder));
  }

  @Test
  void sums_by_tags_add_up_in_postgres_too() throws Exception {
    sumsAddUpOverACrash(postgres(TestPostgres.database()));
  }

  private StoreConfig postgres(String url) {
    return new StoreConfig(folder, Optional.of(new Secret(url)));
  }

  private static void sumsAddUpOverACrash(StoreConfig config) throws Exception {
    try (var rig = new LedgerRig(config, LedgerRig.NOON)) {
      rig.payTagged(tags("42", "search"), 70);
      rig.payTagged(tags("42", "search"), 1);
      rig.payTagged(tags("", "chat's; -- %"), 30);
      rig.payTagged(tags("7", ""), 4);
      rig.pay(5);
      rig.ledger.wasted(wasted(rig, tags("7", "search"), 11));
      rig.awaitCalls(6);
      assertThat(rows(rig, FEATURE)).containsExactly("[] 9", "[chat's; -- %] 30", "[search] 82");
    }
    long lost = crash(config);
    try (var rig = new LedgerRig(config, LedgerRig.NOON)) {
      rig.awaitCalls(8);
      assertThat(rows(rig, FEATURE))
          .containsExactly("[] 9", "[chat's; -- %] 30", "[search] " + (82 + 9 + lost));
      assertThat(rows(rig, CENTER, By.PAYER))
          .containsExactly(
              "[, key] 35", "[42, key] 71", "[7, gateway] 11", "[7, key] " + (13 + lost));
      assertThat(rows(rig, By.TAGS))
          .contains("[] 5", "[" + tags("42", "search") + "] 71", "[" + tags("7", "") + "] 4");
      assertThat(rig.sums().nanos()).isEqualTo(121 + 9 + lost);
      assertThat(only(rig)).isEqualTo(20 + lost);
      assertThat(rig.spend().recent("k", Optional.empty(), 1).calls().getFirst().tags())
          .isEqualTo(tags("7", "search"));
    }
  }

  /// A process that is killed with a call under way, while its store is away.
  ///
  /// @return what was set aside for that
  private static long crash(StoreConfig config) throws Exception {
    var later = LedgerRig.NOON.plus(Duration.ofHours(1));
    try (var rig = new LedgerRig(config, later, Optional.empty(), JournalFixture.MEDIUM)) {
      rig.payTagged(tags("7", "search"), 9);
      var call = JournalFixture.tagged(rig.call(), tags("7", "search"));
      rig.open(call);
      return call.nanos();
    }
  }

  private static Wasted wasted(LedgerRig rig, String tags, long nanos) {
    var call = rig.call();
    return new Wasted(
        call.number(),
        call.call(),
        call.key(),
        call.team(),
        call.model(),
        call.target(),
        Payer.Loss.Cause.RETRY,
        Meters.ofText(3, 4),
        nanos,
        call.at(),
        false,
        true,
        "overloaded",
        tags);
  }

  /// Sums of the day's calls, which those of its month and of all days are, too.
  private static List<String> rows(LedgerRig rig, Column... by) throws Exception {
    LocalDate day = LedgerRig.DAY;
    List<String> ofDay = rows(rig, List.of(by), day, day);
    LocalDate last = day.withDayOfMonth(day.lengthOfMonth());
    assertThat(rows(rig, List.of(by), day.withDayOfMonth(1), last)).isEqualTo(ofDay);
    assertThat(rows(rig, List.of(by), LocalDate.EPOCH, LocalDate.of(9999, 12, 31)))
        .isEqualTo(ofDay);
    return ofDay;
  }

  private static List<String> rows(LedgerRig rig, List<Column> by, LocalDate from, LocalDate to)
      throws Exception {
    return rig.spend().sums(new Spend.Query(by, from, to)).rows().stream()
        .map(row -> row.group() + " " + row.sums().nanos())
        .toList();
  }

  /// What calls of a team have cost that have a value of each of two tags.
  private static long only(LedgerRig rig) throws Exception {
    var query =
        new Spend.Query(
            List.of(By.KEY, CENTER),
            LedgerRig.DAY,
            LedgerRig.DAY,
            Map.of(FEATURE, "search", CENTER, "7", By.TEAM, "team"),
            Optional.empty(),
            10);
    Spend.Row row = rig.spend().sums(query).rows().getFirst();
    assertThat(row.keyName()).contains("name of k");
    assertThat(row.group()).containsExactly("k", "7");
    return row.sums().nanos();
  }

  @Test
  void pages_of_sums_by_tags_follow_one_another() throws Exception {
    try (LedgerRig rig = LedgerRig.in(folder)) {
      for (int i = 0; i < 7; i++) {
        rig.payTagged(tags("", "f" + i), 1);
      }
      rig.awaitCalls(7);
      var first = page(rig, Optional.empty());
      var second = page(rig, first.next());
      assertThat(second.rows())
          .extracting(row -> row.group().getFirst())
          .containsExactly("f4", "f5", "f6");
    }
  }

  private static Spend.Page page(LedgerRig rig, Optional<String> after) throws Exception {
    return rig.spend()
        .sums(new Spend.Query(List.of(FEATURE), LedgerRig.DAY, LedgerRig.DAY, Map.of(), after, 4));
  }

  @Test
  void values_beyond_the_bound_stay_others_after_a_restart() throws Exception {
    try (LedgerRig rig = LedgerRig.in(folder)) {
      for (int i = 0; i < 150; i++) {
        rig.payTagged(tags("", "f" + i), 1);
      }
      rig.awaitCalls(150);
    }
    try (LedgerRig rig = LedgerRig.in(folder)) {
      rig.payTagged(tags("", "new"), 1);
      rig.payTagged(tags("", "f7"), 1);
      rig.awaitCalls(152);
      assertThat(rows(rig, FEATURE)).hasSize(101).contains("[other] 51", "[f7] 2");
    }
  }

  @Test
  void calls_that_the_journal_has_no_room_for_keep_their_tags() throws Exception {
    var sizes = new Journal.Sizes(1 << 12, 1 << 13, 16);
    try (var rig = new LedgerRig(StoreConfig.in(folder), LedgerRig.NOON, Optional.empty(), sizes)) {
      for (int i = 0; i < 500; i++) {
        rig.payTagged(tags("", "f" + i % 3), 1);
      }
      rig.awaitTrouble(true);
      rig.giveStore();
      rig.awaitCalls(500);
      assertThat(rows(rig, FEATURE)).containsExactly("[f0] 167", "[f1] 167", "[f2] 166");
    }
  }

  @Test
  void a_store_from_before_there_were_tags_opens_with_all_that_it_has() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("sluice.db");
    migrate(url, "sqlite", "6");
    fill(url);
    opensWithAll(StoreConfig.in(folder));
  }

  @Test
  void a_postgres_from_before_there_were_tags_opens_with_all_that_it_has() throws Exception {
    String url = TestPostgres.empty();
    migrate(url, "postgresql", "7");
    fill(url);
    opensWithAll(postgres(url));
  }

  private static void migrate(String url, String database, String version) {
    Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:dev/sluice/accounts/store/migration/" + database)
        .target(version)
        .load()
        .migrate();
  }

  private static void fill(String url) throws Exception {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      for (int i = 0; i < 50; i++) {
        String values =
            "'team', 'k', 'name', 'm%d', 'p/m', 'key', '', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 20, 1, 0)"
                .formatted(i);
        statement.execute("insert into spend values ('2026-11-26', " + values);
        statement.execute("insert into spend_months values ('2026-11', " + values);
      }
    }
  }

  private static void opensWithAll(StoreConfig config) throws Exception {
    try (var rig = new LedgerRig(config, LedgerRig.NOON)) {
      assertThat(rig.sums())
          .isEqualTo(
              new Spend.Sums(
                  50,
                  new Meters(100, 150, 200, 250, 300, 350, 400, 450, 500, 550, Units.NONE),
                  1_000,
                  50,
                  0));
      rig.payTagged(tags("", "search"), 7);
      rig.pay(1);
      rig.awaitCalls(52);
      assertThat(rows(rig, FEATURE)).containsExactly("[] 1001", "[search] 7");
    }
  }
}
