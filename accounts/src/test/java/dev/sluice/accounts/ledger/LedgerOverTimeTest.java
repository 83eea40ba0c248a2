package dev.sluice.accounts.ledger;

import static dev.sluice.accounts.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.ledger.Spend.By;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.call.runtime.Clock;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the ledger keeps and drops over time, whatever clocks and clients do.
class LedgerOverTimeTest {
  @TempDir private Path folder;

  private void pay(String at, long nanos) throws Exception {
    try (LedgerRig rig = new LedgerRig(StoreConfig.in(folder), Instant.parse(at))) {
      rig.pay(nanos);
    }
  }

  @Test
  void what_a_clock_that_ran_ahead_has_counted_is_in_no_window_of_now() throws Exception {
    pay("2026-12-25T12:00:00Z", 1);
    var ahead = Instant.parse("2026-12-25T13:00:00Z");
    try (var away =
        new LedgerRig(StoreConfig.in(folder), ahead, Optional.empty(), JournalFixture.MEDIUM)) {
      away.pay(10);
    }
    try (LedgerRig rig = LedgerRig.in(folder)) {
      assertThat(rig.spent(Spender.key("k"), Period.DAY)).isZero();
      assertThat(rig.spent(Spender.key("k"), Period.WEEK)).isZero();
      assertThat(rig.spent(Spender.key("k"), Period.MONTH)).isZero();
      assertThat(rig.spent(Spender.key("k"), Period.TOTAL)).isEqualTo(11);
    }
  }

  private LedgerRig away() throws Exception {
    return new LedgerRig(
        StoreConfig.in(folder), LedgerRig.NOON, Optional.empty(), JournalFixture.MEDIUM);
  }

  /// A disk that fails once a file that an earlier process has left was opened.
  @Test
  void budgets_are_not_told_a_part_of_what_was_spent_before() throws Exception {
    try (LedgerRig first = away()) {
      first.pay(10);
    }
    try (LedgerRig rig = away()) {
      cutOldestSegment();
      rig.giveStore();
      rig.awaitTrouble(true);
      assertThat(rig.ledger.trouble().orElseThrow()).contains("a page of the journal");
      assertThat(rig.spent(Spender.key("k"), Period.TOTAL)).isZero();
    }
  }

  private void cutOldestSegment() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("journal"))) {
      Path oldest =
          files.filter(file -> file.toString().endsWith(".journal")).sorted().findFirst().get();
      try (var file = FileChannel.open(oldest, StandardOpenOption.WRITE)) {
        file.truncate(4096);
      }
    }
  }

  @Test
  void calls_that_are_free_count_under_one_model_whatever_names_clients_invent() throws Exception {
    try (LedgerRig rig = LedgerRig.in(folder)) {
      for (int i = 0; i < 3; i++) {
        rig.fail("invented-" + i);
      }
      rig.pay(5);
      rig.awaitCalls(4);
      var query = new Spend.Query(List.of(By.MODEL, By.TARGET), LedgerRig.DAY, LedgerRig.DAY);
      assertThat(rig.spend().sums(query).rows())
          .extracting(row -> row.group() + " " + row.sums().calls())
          .containsExactly("[m, p/m] 1", "[other, ] 3");
      assertThat(rig.spend().recent("k", Optional.empty(), 10).calls())
          .extracting(SpentCall::model)
          .contains("invented-0", "invented-1", "invented-2");
    }
  }

  @Test
  void a_ledger_that_has_not_begun_can_be_closed() throws Exception {
    LedgerConfig config = LedgerConfig.in(folder, Duration.ofDays(1), ZoneOffset.UTC);
    for (int start = 0; start < 2; start++) {
      Ledger ledger = Ledger.open(config, Optional::empty, id -> id, Clock.SYSTEM);
      assertThat(ledger.notices()).isEmpty();
      ledger.close();
    }
  }

  @Test
  void starts_without_calls_do_not_fill_the_disk() throws Exception {
    for (int start = 0; start < 5; start++) {
      LedgerRig.in(folder).close();
    }
    try (var files = Files.list(folder.resolve("journal"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".journal")).count())
          .isLessThanOrEqualTo(3);
    }
  }

  @Test
  void an_error_is_told_and_the_ledger_goes_on_after_it() throws Exception {
    try (LedgerRig rig = LedgerRig.in(folder)) {
      rig.setFault(Optional.of(new AssertionError("no room on the stack")));
      rig.awaitTrouble(true);
      assertThat(rig.ledger.trouble().orElseThrow()).contains("a bug", "no room on the stack");
      rig.pay(1);
      rig.setFault(Optional.empty());
      rig.awaitCalls(1);
      rig.awaitTrouble(false);
    }
  }

  @Test
  void a_clock_that_jumps_ahead_drops_no_calls() throws Exception {
    try (LedgerRig rig = LedgerRig.in(folder)) {
      rig.pay(1);
      rig.awaitCalls(1);
      rig.setWall(LedgerRig.NOON.plus(Duration.ofDays(200)));
      for (int calls = 2; calls < 4; calls++) {
        rig.pay(1);
        rig.awaitCalls(calls);
      }
      assertThat(folder.resolve("calls-2026-11.db")).exists();
    }
  }

  @Test
  void a_file_that_has_a_row_for_each_call_is_left_alone() throws Exception {
    try (LedgerRig rig = LedgerRig.in(folder)) {
      Store store = rig.store();
      int _ =
          store.await(
              store.write(
                  sql ->
                      sql.beside(
                          "calls-2026-11",
                          file -> file.update("create table calls (key_id text, began integer)"))));
      assertThat(rig.spend().recent("k", Optional.empty(), 10).calls()).isEmpty();
      rig.pay(1);
      rig.awaitCalls(1);
      assertThat(rig.spend().recent("k", Optional.empty(), 10).calls()).hasSize(1);
    }
  }

  @Test
  void calls_older_than_they_are_kept_are_dropped_by_the_month_and_sums_stay() throws Exception {
    pay("2026-07-15T12:00:00Z", 1);
    pay("2026-08-25T12:00:00Z", 10);
    Path copy = Files.createFile(folder.resolve("calls-2026-07-copy.db"));
    try (LedgerRig rig = LedgerRig.in(folder)) {
      rig.pay(100);
      rig.awaitCalls(3);
      soon().untilAsserted(() -> assertThat(folder.resolve("calls-2026-07.db")).doesNotExist());
      assertThat(folder.resolve("calls-2026-08.db")).exists();
      assertThat(copy).exists();
      assertThat(rig.sums().nanos()).isEqualTo(111);
      assertThat(rig.spend().recent("k", Optional.empty(), 10).calls())
          .extracting(SpentCall::nanos)
          .containsExactly(100L, 10L);
    }
  }

  @Test
  void a_store_put_back_with_its_journal_holds_what_it_held() throws Exception {
    pay("2026-11-26T08:00:00Z", 5);
    Path backup = Files.createDirectory(folder.resolveSibling(folder.getFileName() + "-backup"));
    copy(folder, backup);
    pay("2026-11-26T09:00:00Z", 7);
    try (LedgerRig rig = LedgerRig.in(backup)) {
      assertThat(rig.spent(Spender.key("k"), Period.DAY)).isEqualTo(5);
      rig.pay(1);
      rig.awaitCalls(2);
      assertThat(rig.sums().nanos()).isEqualTo(6);
    }
  }

  private static void copy(Path from, Path to) throws Exception {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
