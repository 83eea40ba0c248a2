package dev.sluice.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.ledger.Spend.By;
import dev.sluice.accounts.ledger.Spend.Tag;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What names somebody goes from the ledger, and sums stay.
class ForgottenNamesTest {
  private static final Tag USER = new Tag("user");

  @TempDir private Path folder;

  @Test
  void names_go_from_sqlite_and_sums_stay() throws Exception {
    namesGoAndSumsStay(StoreConfig.in(folder));
  }

  @Test
  void names_go_from_postgresql_and_sums_stay() throws Exception {
    String url = TestPostgres.database();
    namesGoAndSumsStay(new StoreConfig(folder, Optional.of(new Secret(url))));
  }

  private static void namesGoAndSumsStay(StoreConfig config) throws Exception {
    try (var rig = new LedgerRig(config, LedgerRig.NOON)) {
      rig.payTagged(tags("ann"), 1);
      rig.payTagged(tags("ann"), 2);
      rig.payTagged(tags("ben"), 4);
      rig.payTagged(tags("other"), 8);
      rig.pay(16);
      rig.awaitCalls(5);
      aValueOfTagsGoes(rig);
      aKeyAndATeamGo(rig);
      // What the gateway pays later, in the same day, adds up as before.
      rig.payTagged(tags("ben"), 32);
      rig.awaitCalls(6);
      assertThat(rig.sums().nanos()).isEqualTo(63);
    }
  }

  private static void aValueOfTagsGoes(LedgerRig rig) throws Exception {
    ForgottenNames.Part part =
        rig.store()
            .await(
                rig.store().write(sql -> ForgottenNames.removeTag(sql, "ann", Optional.empty())));
    assertThat(part).isEqualTo(new ForgottenNames.Part(2, Optional.empty()));
    long rows = rig.store().await(rig.store().write(sql -> ForgottenNames.renameTag(sql, "ann")));
    assertThat(rows).isEqualTo(2);
    long more = rig.store().await(rig.store().write(sql -> ForgottenNames.renameTag(sql, "ann")));
    assertThat(more).isZero();
    assertThat(rows(rig, USER)).containsExactly("[] 16", "[ben] 4", "[other] 11");
    assertThat(rig.sums().nanos()).isEqualTo(31);
    assertThat(rig.spend().recent("k", Optional.empty(), 9).calls())
        .extracting(SpentCall::tags)
        .containsExactlyInAnyOrder("", tags("ben"), tags("other"), tags("other"), tags("other"));
    assertThat(rig.spend().recent("k", Optional.empty(), 9).calls())
        .extracting(SpentCall::nanos)
        .containsExactlyInAnyOrder(1L, 2L, 4L, 8L, 16L);
  }

  private static void aKeyAndATeamGo(LedgerRig rig) throws Exception {
    assertThat(removed(rig, "k")).isEqualTo(5);
    assertThat(removed(rig, "k")).isZero();
    assertThat(rig.spend().recent("k", Optional.empty(), 9).calls()).isEmpty();
    long rows =
        rig.store()
            .await(
                rig.store()
                    .write(
                        sql ->
                            ForgottenNames.renameTeam(sql, "team", "forgotten-t")
                                + ForgottenNames.renameKeys(sql, Map.of("k", "forgotten-k"))));
    assertThat(rows).isEqualTo(2 * 2 * 3);
    assertThat(rows(rig, By.TEAM, By.KEY)).containsExactly("[forgotten-t, forgotten-k] 31");
    assertThat(rows(rig, USER)).containsExactly("[] 16", "[ben] 4", "[other] 11");
  }

  private static long removed(LedgerRig rig, String key) throws Exception {
    return rig.store()
        .await(rig.store().write(sql -> ForgottenNames.removeCalls(sql, List.of(key))));
  }

  private static String tags(String user) {
    return "{\"user\":\"" + user + "\"}";
  }

  private static List<String> rows(LedgerRig rig, Spend.Column... by) throws Exception {
    var query = new Spend.Query(List.of(by), LedgerRig.DAY, LedgerRig.DAY);
    return rig.spend().sums(query).rows().stream()
        .map(row -> row.group() + " " + row.sums().nanos())
        .toList();
  }

  @Test
  void blocks_are_looked_at_in_parts_and_none_is_left_out() throws Exception {
    StoreConfig config = StoreConfig.in(folder);
    try (var rig = new LedgerRig(config, LedgerRig.NOON)) {
      for (String day : List.of("2026-11-26T12:00:00Z", "2026-12-02T12:00:00Z")) {
        rig.setWall(Instant.parse(day));
        for (int i = 0; i < 3; i++) {
          long before = rig.callsInStore();
          rig.payTagged(tags("ann"), 1);
          rig.awaitCalls(before + 1);
        }
      }
      long calls = 0;
      int parts = 0;
      Optional<String> after = Optional.empty();
      do {
        Optional<String> from = after;
        ForgottenCalls.Part part =
            rig.store()
                .await(rig.store().write(sql -> ForgottenCalls.removeTag(sql, "ann", from, 1)));
        calls += part.calls();
        after = part.after();
        parts++;
      } while (after.isPresent());
      assertThat(calls).isEqualTo(6);
      assertThat(parts).isGreaterThan(4);
    }
  }
}
