package dev.sluice.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.ledger.Spend.By;
import dev.sluice.accounts.ledger.Spend.Column;
import dev.sluice.accounts.ledger.Spend.Tag;
import dev.sluice.accounts.price.Units;
import dev.sluice.accounts.price.Units.Taken;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How many units calls have taken, in both stores, from their end to the sums of months.
class LedgerUnitsTest {
  private static final String ANN = "{\"user\":\"ann\"}";
  private static final String BEN = "{\"user\":\"ben\"}";
  private static final Tag USER = new Tag("user");

  @TempDir private Path folder;

  private static Units images(String kind, long count) {
    return new Units(List.of(new Taken(PricedExtra.IMAGE, kind, count)));
  }

  private static Units of(PricedExtra unit, long count) {
    return new Units(List.of(new Taken(unit, "", count)));
  }

  private StoreConfig postgres() throws SQLException {
    return new StoreConfig(folder, Optional.of(new Secret(TestPostgres.database())));
  }

  @Test
  void units_are_summed_up_in_sqlite() throws Exception {
    unitsAreSummedUp(StoreConfig.in(folder));
  }

  @Test
  void units_are_summed_up_in_postgresql() throws Exception {
    unitsAreSummedUp(postgres());
  }

  private static void unitsAreSummedUp(StoreConfig config) throws Exception {
    try (var rig = new LedgerRig(config, LedgerRig.NOON)) {
      rig.pay(1);
      rig.payUnits("", images("hd/1024x1024", 2));
      rig.payUnits(ANN, images("hd/1024x1024", 3));
      rig.payUnits(ANN, images("low", 1));
      rig.payUnits(BEN, of(PricedExtra.CHARACTER, 4_096));
      rig.payUnits(BEN, of(PricedExtra.AUDIO_SECOND, 60));
      rig.awaitCalls(6);
      assertThat(rows(rig, By.TEAM))
          .containsExactly(
              "[team] image hd/1024x1024 5, image low 1, audio_second 60, character 4096");
      assertThat(rows(rig, USER))
          .containsExactly(
              "[] image hd/1024x1024 2",
              "[ann] image hd/1024x1024 3, image low 1",
              "[ben] audio_second 60, character 4096");
      assertThat(rows(rig, By.PAYER, By.TARGET)).hasSize(1);
      var none = new Spend.Query(List.of(), LedgerRig.DAY.plusDays(1), LedgerRig.DAY.plusDays(2));
      assertThat(rig.spend().sums(none).rows().getFirst().sums().meters().units())
          .isEqualTo(Units.NONE);
      assertThat(rig.spend().recent("k", Optional.empty(), 9).calls())
          .extracting(call -> call.meters().units())
          .contains(Units.NONE, images("low", 1), of(PricedExtra.CHARACTER, 4_096));
      pagesHaveTheirUnits(rig);
      namesGoAndUnitsStay(rig);
    }
    try (var rig = new LedgerRig(config, LedgerRig.NOON)) {
      rig.payUnits("", images("low", Units.MOST));
      rig.awaitCalls(7);
      assertThat(rig.sums().meters().units().count(PricedExtra.IMAGE)).isEqualTo(Units.MOST);
    }
  }

  @Test
  void a_sum_of_all_calls_tells_no_more_kinds_apart_than_another_one() throws Exception {
    try (var rig = new LedgerRig(StoreConfig.in(folder), LedgerRig.NOON)) {
      for (int i = 0; i < 120; i++) {
        rig.payUnitsOf(i % 2 == 0 ? "k" : "l", images("1x" + i, i < 20 ? 1 : 2));
      }
      rig.awaitCalls(120);
      Units all = rig.sums().meters().units();
      assertThat(all.taken()).hasSize(KindBounds.MOST + 1);
      assertThat(all.taken()).contains(new Taken(PricedExtra.IMAGE, Units.OTHER, 20));
      assertThat(all.count(PricedExtra.IMAGE)).isEqualTo(220);
    }
  }

  private static void pagesHaveTheirUnits(LedgerRig rig) throws Exception {
    var first =
        new Spend.Query(List.of(USER), LedgerRig.DAY, LedgerRig.DAY, Map.of(), Optional.empty(), 2);
    Spend.Page page = rig.spend().sums(first);
    assertThat(page.rows())
        .extracting(row -> row.sums().meters().units().taken().size())
        .containsExactly(1, 2);
    var second =
        new Spend.Query(List.of(USER), LedgerRig.DAY, LedgerRig.DAY, Map.of(), page.next(), 2);
    assertThat(rig.spend().sums(second).rows())
        .extracting(row -> row.sums().meters().units().taken().size())
        .containsExactly(2);
    var only =
        new Spend.Query(
            List.of(), LedgerRig.DAY, LedgerRig.DAY, Map.of(USER, "ann"), Optional.empty(), 1);
    assertThat(rig.spend().sums(only).rows().getFirst().sums().meters().units())
        .isEqualTo(images("hd/1024x1024", 3).and(images("low", 1)));
  }

  private static void namesGoAndUnitsStay(LedgerRig rig) throws Exception {
    long _ =
        rig.store()
            .await(
                rig.store()
                    .write(
                        sql ->
                            ForgottenNames.removeTag(sql, "ann", Optional.empty()).calls()
                                + ForgottenNames.renameTag(sql, "ann")));
    assertThat(rows(rig, USER))
        .containsExactly(
            "[] image hd/1024x1024 2",
            "[ben] audio_second 60, character 4096",
            "[other] image hd/1024x1024 3, image low 1");
    assertThat(rig.spend().recent("k", Optional.empty(), 9).calls())
        .extracting(call -> call.tags() + " " + call.meters().units().taken().size())
        .contains("{\"user\":\"other\"} 1");
    long _ =
        rig.store()
            .await(
                rig.store()
                    .write(
                        sql ->
                            ForgottenNames.renameTeam(sql, "team", "forgotten-t")
                                + ForgottenNames.renameKeys(sql, Map.of("k", "forgotten-k"))));
    assertThat(rows(rig, By.TEAM, By.KEY))
        .containsExactly(
            "[forgotten-t, forgotten-k] image hd/1024x1024 5, image low 1, audio_second 60,"
                + " character 4096");
  }

  /// Sums of the day's calls, which those of its month are, too.
  private static List<String> rows(LedgerRig rig, Column... by) throws Exception {
    LocalDate day = LedgerRig.DAY;
    List<String> ofDay = rows(rig, List.of(by), day, day);
    LocalDate last = day.withDayOfMonth(day.lengthOfMonth());
    assertThat(rows(rig, List.of(by), day.withDayOfMonth(1), last)).isEqualTo(ofDay);
    return ofDay;
  }

  private static List<String> rows(LedgerRig rig, List<Column> by, LocalDate from, LocalDate to)
      throws Exception {
    return rig.spend().sums(new Spend.Query(by, from, to)).rows().stream()
        .map(row -> row.group() + " " + words(row.sums().meters().units()))
        .toList();
  }

  private static String words(Units units) {
    return units.taken().stream()
        .map(one -> (one.unit().word() + " " + one.kind() + " " + one.count()).replace("  ", " "))
        .collect(Collectors.joining(", "));
  }

  @Test
  void sizes_that_clients_invent_are_others_beyond_a_bound_after_a_restart_too() throws Exception {
    StoreConfig config = StoreConfig.in(folder);
    for (int start = 0; start < 2; start++) {
      try (var rig = new LedgerRig(config, LedgerRig.NOON)) {
        for (int i = 0; i < 200; i++) {
          rig.payUnits("", images((i + start * 200) + "x1", 1));
        }
        rig.payUnits("", images("7x1", 1));
        rig.awaitCalls((start + 1) * 201L);
        Units units = rig.sums().meters().units();
        assertThat(units.taken()).hasSize(KindBounds.MOST + 1);
        assertThat(units.count(PricedExtra.IMAGE)).isEqualTo((start + 1) * 201L);
        assertThat(units.taken()).contains(new Taken(PricedExtra.IMAGE, "7x1", 2 + start));
      }
    }
  }

  @Test
  void units_of_a_journal_that_was_left_are_counted_once_at_the_next_start() throws Exception {
    StoreConfig config = StoreConfig.in(folder);
    new LedgerRig(config, LedgerRig.NOON).close();
    var later = LedgerRig.NOON.plus(Duration.ofMinutes(1));
    try (var rig = new LedgerRig(config, later, Optional.empty(), JournalFixture.MEDIUM)) {
      rig.payUnits(ANN, images("low", 3));
    }
    for (int start = 0; start < 2; start++) {
      try (var rig = new LedgerRig(config, LedgerRig.NOON)) {
        rig.awaitCalls(1);
        assertThat(rows(rig, USER)).containsExactly("[ann] image low 3");
      }
    }
  }
}
