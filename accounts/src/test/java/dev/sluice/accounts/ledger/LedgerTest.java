package dev.sluice.accounts.ledger;

import static dev.sluice.accounts.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.budget.SpendListener.Opened;
import dev.sluice.accounts.budget.SpendListener.Wasted;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.ledger.Spend.By;
import dev.sluice.accounts.ledger.Spend.Column;
import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.call.Payer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the ledger writes, and what it knows after a restart, a crash, and a store that was away.
class LedgerTest {
  @TempDir private Path folder;

  @Test
  void a_call_is_in_the_sums_and_among_the_calls_of_its_key() throws Exception {
    try (LedgerRig rig = LedgerRig.in(folder)) {
      rig.pay(70);
      rig.awaitCalls(1);
      var query = new Spend.Query(List.of(By.TEAM, By.KEY, By.MODEL), LedgerRig.DAY, LedgerRig.DAY);
      Spend.Row row = rig.spend().sums(query).rows().getFirst();
      assertThat(row.group()).containsExactly("team", "k", "m");
      assertThat(row.keyName()).contains("name of k");
      assertThat(row.sums().nanos()).isEqualTo(70);
      SpentCall call = rig.spend().recent("k", Optional.empty(), 10).calls().getFirst();
      assertThat(call.nanos()).isEqualTo(70);
      assertThat(call.target()).isEqualTo("p/m");
      assertThat(call.payer()).isEqualTo("key");
    }
  }

  @Test
  void what_the_gateway_pays_is_a_row_of_its_own_and_counts_in_the_budgets_of_all_alone()
      throws Exception {
    try (LedgerRig rig = LedgerRig.in(folder)) {
      rig.pay(70);
      rig.ledger.wasted(wasted(rig.call(), Payer.Loss.Cause.RACE, 30));
      rig.awaitCalls(2);
      var query = new Spend.Query(List.of(By.PAYER, By.REASON), LedgerRig.DAY, LedgerRig.DAY);
      assertThat(rig.spend().sums(query).rows())
          .extracting(row -> row.group() + " " + row.sums().nanos())
          .containsExactly("[gateway, race] 30", "[key, ] 70");
      assertThat(rig.sums().nanos()).isEqualTo(100);
    }
    try (LedgerRig rig = LedgerRig.in(folder)) {
      assertThat(rig.spent(Spender.key("k"), Period.TOTAL)).isEqualTo(70);
      assertThat(rig.spent(Spender.team("team"), Period.MONTH)).isEqualTo(70);
      assertThat(rig.spent(Spender.ALL, Period.DAY)).isEqualTo(100);
      assertThat(rig.spent(Spender.ALL, Period.MONTH)).isEqualTo(100);
    }
  }

  private static Wasted wasted(Opened call, Payer.Loss.Cause cause, long nanos) {
    return new Wasted(
        call.number(),
        call.call(),
        call.key(),
        call.team(),
        call.model(),
        call.target(),
        cause,
        Meters.ofText(3, 4),
        nanos,
        call.at(),
        false,
        true,
        "answered",
        call.tags());
  }

  @Test
  void calls_are_written_before_it_ends() throws Exception {
    try (LedgerRig rig = LedgerRig.in(folder)) {
      for (int i = 0; i < 5_000; i++) {
        rig.pay(1);
      }
      rig.ledger.close();
      assertThat(rig.sums().calls()).isEqualTo(5_000);
    }
  }

  @Test
  void a_restart_knows_what_was_spent_in_each_window() throws Exception {
    pay("2026-10-31T12:00:00Z", 1);
    pay("2026-11-22T12:00:00Z", 10);
    pay("2026-11-25T12:00:00Z", 100);
    pay("2026-11-26T08:00:00Z", 1_000);
    try (LedgerRig rig = LedgerRig.in(folder)) {
      for (String owner : List.of(Spender.key("k"), Spender.team("team"), Spender.ALL)) {
        assertThat(rig.spent(owner, Period.DAY)).isEqualTo(1_000);
        assertThat(rig.spent(owner, Period.WEEK)).isEqualTo(1_100);
        assertThat(rig.spent(owner, Period.MONTH)).isEqualTo(1_110);
        assertThat(rig.spent(owner, Period.TOTAL)).isEqualTo(1_111);
      }
      assertThat(rig.spent(Spender.key("other"), Period.TOTAL)).isZero();
    }
  }

  private void pay(String at, long nanos) throws Exception {
    try (LedgerRig rig = new LedgerRig(StoreConfig.in(folder), Instant.parse(at))) {
      rig.pay(nanos);
    }
  }

  @Test
  void what_a_killed_process_had_not_written_is_counted_and_written_once() throws Exception {
    kill(3);
    for (int restart = 0; restart < 2; restart++) {
      try (LedgerRig rig = LedgerRig.in(folder)) {
        assertThat(rig.spent(Spender.key("k"), Period.TOTAL)).isEqualTo(30);
        rig.awaitCalls(3);
        assertThat(rig.sums().calls()).isEqualTo(3);
      }
    }
  }

  /// Leaves a journal with so many calls of 10 nano-dollars that no store has.
  private void kill(int calls) throws Exception {
    var rig =
        new LedgerRig(
            StoreConfig.in(folder), LedgerRig.NOON, Optional.empty(), JournalFixture.MEDIUM);
    for (int i = 0; i < calls; i++) {
      rig.pay(10);
    }
    rig.close();
  }

  @Test
  void a_call_that_a_killed_process_had_not_ended_is_charged_its_estimate() throws Exception {
    long estimate;
    try (var rig =
        new LedgerRig(
            StoreConfig.in(folder), LedgerRig.NOON, Optional.empty(), JournalFixture.MEDIUM)) {
      var call = rig.call();
      estimate = call.nanos();
      rig.open(call);
    }
    try (LedgerRig rig = LedgerRig.in(folder)) {
      assertThat(rig.ledger.notices().getFirst()).contains("1 call had no end");
      assertThat(rig.spent(Spender.key("k"), Period.DAY)).isEqualTo(estimate);
      rig.awaitCalls(1);
      SpentCall call = rig.spend().recent("k", Optional.empty(), 10).calls().getFirst();
      assertThat(call.nanos()).isEqualTo(estimate);
      assertThat(call.estimated()).isTrue();
      assertThat(call.reason()).isEqualTo("lost");
      assertThat(rig.sums().estimated()).isEqualTo(1);
    }
  }

  @Test
  void calls_go_on_while_the_store_is_away_and_are_written_when_it_is_back() throws Exception {
    try (LedgerRig rig = LedgerRig.in(folder)) {
      rig.pay(1);
      rig.awaitCalls(1);
      rig.takeStore();
      for (int i = 0; i < 100; i++) {
        rig.pay(1);
      }
      rig.giveStore();
      rig.awaitCalls(101);
      assertThat(rig.sums().nanos()).isEqualTo(101);
    }
  }

  @Test
  void a_store_that_refuses_is_told_and_takes_all_once_it_does_not() throws Exception {
    try (LedgerRig rig = LedgerRig.in(folder)) {
      rig.pay(1);
      rig.awaitCalls(1);
      // It passes by.
      List<String> told = new CopyOnWriteArrayList<>();
      rig.ledger.onTrouble(trouble -> trouble.ifPresent(told::add));
      refuse(rig, 1);
      rig.pay(1);
      soon().until(() -> !told.isEmpty());
      assertThat(told.getFirst()).contains("the journal keeps", "may not be written");
      rig.awaitTrouble(false);
      assertThat(rig.sums().calls()).isEqualTo(2);
    }
  }

  /// The connection refuses until it is opened again.
  private static void refuse(LedgerRig rig, int only) throws Exception {
    Store store = rig.store();
    store.await(store.write(sql -> sql.update("pragma query_only = " + only)));
  }

  @Test
  void budgets_learn_what_was_spent_once_a_store_that_was_away_at_the_start_is_there()
      throws Exception {
    pay("2026-11-26T08:00:00Z", 50);
    var away =
        new LedgerRig(
            StoreConfig.in(folder), LedgerRig.NOON, Optional.empty(), JournalFixture.MEDIUM);
    try (away) {
      assertThat(away.spent(Spender.key("k"), Period.DAY)).isZero();
      away.giveStore();
      away.pay(1);
      away.awaitCalls(2);
      assertThat(away.spent(Spender.key("k"), Period.DAY)).isEqualTo(50);
    }
  }

  @Test
  void what_a_full_journal_does_not_take_is_summed_up_and_written_when_there_is_room()
      throws Exception {
    int calls = 0;
    var rig =
        new LedgerRig(
            StoreConfig.in(folder), LedgerRig.NOON, Optional.empty(), JournalFixture.SMALL);
    try (rig) {
      while (!rig.sumsUpCalls()) {
        rig.pay(3);
        calls++;
      }
      assertThat(rig.ledger.trouble().orElseThrow()).contains(" with 32768 bytes");
      assertThat(rig.ledger.isKept()).isFalse();
      rig.giveStore();
      rig.awaitCalls(calls);
      rig.awaitTrouble(false);
      assertThat(rig.ledger.isKept()).isTrue();
      assertThat(rig.sums().calls()).isEqualTo(calls);
      assertThat(rig.sums().nanos()).isEqualTo(3L * calls);
      assertThat(rig.sums().meters().input()).isEqualTo(calls);
    }
  }

  @Test
  void sums_of_months_and_of_days_are_the_same() throws Exception {
    try (LedgerRig rig = LedgerRig.in(folder)) {
      for (int day = 0; day < 100; day++) {
        rig.setWall(LedgerRig.NOON.plus(Duration.ofDays(day)));
        rig.pay(1);
      }
      rig.awaitCalls(100);
      var random = new Random(5);
      for (int i = 0; i < 200; i++) {
        LocalDate from = LedgerRig.DAY.plusDays(random.nextInt(100));
        LocalDate to = from.plusDays(random.nextInt(100));
        long days = Math.min(ChronoUnit.DAYS.between(from, to) + 1, 100 - age(from));
        assertThat(nanos(rig, List.of(By.TEAM), from, to)).as("%s to %s", from, to).isEqualTo(days);
        assertThat(nanos(rig, List.of(By.DAY), from, to)).isEqualTo(days);
      }
    }
  }

  private static long age(LocalDate day) {
    return ChronoUnit.DAYS.between(LedgerRig.DAY, day);
  }

  private static long nanos(LedgerRig rig, List<Column> by, LocalDate from, LocalDate to)
      throws Exception {
    return rig.spend().sums(new Spend.Query(by, from, to)).rows().stream()
        .mapToLong(row -> row.sums().nanos())
        .sum();
  }

  @Test
  void pages_of_sums_and_calls_follow_one_another() throws Exception {
    try (LedgerRig rig = LedgerRig.in(folder)) {
      for (int i = 0; i < 10; i++) {
        rig.setWall(LedgerRig.NOON.plus(Duration.ofDays(i)));
        rig.pay(i);
      }
      rig.awaitCalls(10);
      assertThat(days(rig)).hasSize(10).isSorted().doesNotHaveDuplicates();
      assertThat(recent(rig)).containsExactly(9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L, 0L);
    }
  }

  private static List<String> days(LedgerRig rig) throws Exception {
    var days = new ArrayList<String>();
    Optional<String> next = Optional.empty();
    do {
      var query =
          new Spend.Query(
              List.of(By.DAY, By.PAYER),
              LedgerRig.DAY,
              LedgerRig.DAY.plusDays(30),
              Map.of(By.TEAM, "team"),
              next,
              3);
      Spend.Page page = rig.spend().sums(query);
      page.rows().forEach(row -> days.add(row.group().getFirst()));
      next = page.next();
    } while (next.isPresent());
    return days;
  }

  private static List<Long> recent(LedgerRig rig) throws Exception {
    var nanos = new ArrayList<Long>();
    Optional<String> next = Optional.empty();
    do {
      Spend.Calls page = rig.spend().recent("k", next, 3);
      page.calls().forEach(call -> nanos.add(call.nanos()));
      next = page.next();
    } while (next.isPresent());
    return nanos;
  }
}
