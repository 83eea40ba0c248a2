package dev.sluice.accounts.audit;

import static dev.sluice.accounts.ReadyStores.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.accounts.audit.AuditEntry.Event;
import dev.sluice.accounts.audit.AuditLog.Verdict;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.StoreUpkeep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  @TempDir private Path folder;
  private Store store;

  /// The file of a store with the log that each test begins with.
  private static byte[] filled = {};

  @BeforeAll
  static void fillOnce(@TempDir Path folder) throws Exception {
    try (Store store = Store.open(ready(StoreConfig.in(folder)), false)) {
      store.write(AuditLogTest::fill).join();
    }
    filled = Files.readAllBytes(folder.resolve(StoreUpkeep.SQLITE));
  }

  @BeforeEach
  void open() throws Exception {
    Files.write(folder.resolve(StoreUpkeep.SQLITE), filled);
    store = Store.open(StoreConfig.in(folder), true);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static int fill(Sql sql) {
    for (int i = 1; i <= 1_500; i++) {
      AuditLog.add(sql, new Event(1_000, "admin", "key.create", "k", "detail " + i));
    }
    return 0;
  }

  private void run(String statement) throws Exception {
    store.await(store.write(sql -> sql.update(statement)));
  }

  private void tamper(String statement) throws Exception {
    run("drop trigger audit_is_not_changed");
    run("drop trigger audit_is_not_deleted");
    run(statement);
  }

  @Test
  void a_log_that_nobody_touched_is_in_order() throws Exception {
    Verdict verdict = store.read(AuditLog::verify);
    assertThat(verdict.entries()).isEqualTo(1_500);
    assertThat(verdict.broken()).isEmpty();
  }

  @Test
  void rows_are_not_changed_or_deleted() {
    assertThatThrownBy(() -> run("update audit set actor = 'x'"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("audit rows are not changed");
    assertThatThrownBy(() -> run("delete from audit where number = 3"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("audit rows are not deleted");
  }

  @Test
  void rows_are_not_replaced() throws Exception {
    for (String statement :
        List.of(
            "insert or replace into audit values (3, 1, 'x', 'x', 'x', 'x', 'x')",
            "replace into audit select number, at, 'x', action, subject, detail, hash from audit",
            "insert into audit values (3, 1, 'x', 'x', 'x', 'x', 'x')"
                + " on conflict (number) do update set actor = 'x'")) {
      assertThatThrownBy(() -> run(statement))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("audit rows are not");
    }
    assertThat(store.read(AuditLog::verify).broken()).isEmpty();
    store.await(store.write(sql -> fill(sql)));
    assertThat(store.read(AuditLog::verify).entries()).isEqualTo(3_000);
  }

  @Test
  void a_log_that_was_emptied_or_cut_is_found_by_the_number_of_changes() throws Exception {
    run("update revision set number = 1501");
    assertThat(store.read(AuditLog::verify).broken()).isEmpty();
    tamper("delete from audit where number = 1500");
    assertThat(store.read(AuditLog::verify).broken()).isEqualTo(Optional.of(1500L));
    run("delete from audit");
    Verdict verdict = store.read(AuditLog::verify);
    assertThat(verdict.entries()).isZero();
    assertThat(verdict.broken()).isEqualTo(Optional.of(1L));
  }

  @Test
  void refused_tokens_stand_in_for_no_entry_that_was_cut_off() throws Exception {
    run("update revision set number = 1501");
    for (int i = 0; i < 3; i++) {
      store.await(
          store.write(
              sql -> {
                AuditLog.add(sql, new Event(1, "auth.jwt", AuditLog.REFUSED, "login", "expired"));
                return 0;
              }));
    }
    assertThat(store.read(AuditLog::verify).broken()).isEmpty();
    assertThat(store.read(AuditLog::lastAction)).contains("key.create");
    tamper("delete from audit where number >= 1500");
    assertThat(store.read(AuditLog::verify).broken()).isEqualTo(Optional.of(1500L));
  }

  @Test
  void an_entry_that_was_cut_off_is_missed_behind_refused_tokens() throws Exception {
    store.await(
        store.write(
            sql -> {
              AuditLog.add(sql, new Event(1, "auth.jwt", AuditLog.REFUSED, "login", "expired"));
              return 0;
            }));
    store.write(AuditLogTest::fill).join();
    run("update revision set number = 3001");
    tamper("delete from audit where number = 3001");
    assertThat(store.read(AuditLog::verify).broken()).isEqualTo(Optional.of(3001L));
  }

  @Test
  void a_changed_row_is_found() throws Exception {
    tamper("update audit set detail = 'other' where number = 1200");
    assertThat(store.read(AuditLog::verify).broken()).isEqualTo(Optional.of(1200L));
  }

  @Test
  void a_missing_row_is_found() throws Exception {
    tamper("delete from audit where number = 700");
    assertThat(store.read(AuditLog::verify).broken()).isEqualTo(Optional.of(701L));
  }

  @Test
  void a_cut_end_shows_beside_the_hash_that_was_kept_where_the_revision_was_set_back()
      throws Exception {
    String kept = store.read(AuditLog::verify).hash();
    tamper("delete from audit where number > 1400");
    Verdict verdict = store.read(AuditLog::verify);
    assertThat(verdict.broken()).isEmpty();
    assertThat(verdict.hash()).isNotEqualTo(kept);
  }

  @Test
  void parts_of_entries_do_not_flow_into_each_other() {
    var one = new Event(1, "a", "b", "c", "de");
    var other = new Event(1, "a", "b", "cd", "e");
    assertThat(AuditEntry.after(AuditEntry.BEGIN, 1, one).hash())
        .isNotEqualTo(AuditEntry.after(AuditEntry.BEGIN, 1, other).hash());
  }

  @Test
  void entries_are_found_by_what_they_are_equal_in() throws Exception {
    AuditEntry one = store.read(sql -> AuditLog.before(sql, 0, 1, AuditFilter.ALL)).getFirst();
    Event event = one.event();
    var same = new AuditFilter(event.actor(), event.action(), event.subject());
    List<AuditEntry> found = store.read(sql -> AuditLog.before(sql, 0, 1, same));
    assertThat(found).containsExactly(one);
    var other = new AuditFilter("", "", "nobody");
    List<AuditEntry> nothing = store.read(sql -> AuditLog.before(sql, 0, 1, other));
    assertThat(nothing).isEmpty();
  }

  @Test
  void pages_go_back_from_the_newest() throws Exception {
    List<AuditEntry> page0 = store.read(sql -> AuditLog.before(sql, 0, 2, AuditFilter.ALL));
    assertThat(page0).extracting(AuditEntry::number).containsExactly(1500L, 1499L);
    List<AuditEntry> page3 = store.read(sql -> AuditLog.before(sql, 3, 10, AuditFilter.ALL));
    assertThat(page3).extracting(AuditEntry::number).containsExactly(2L, 1L);
  }
}
