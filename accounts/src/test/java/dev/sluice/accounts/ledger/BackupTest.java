package dev.sluice.accounts.ledger;

import static dev.sluice.accounts.ReadyStores.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.accounts.upkeep.Backup;
import dev.sluice.accounts.upkeep.BackupException;
import dev.sluice.accounts.upkeep.Restore;
import dev.sluice.accounts.upkeep.StoreStatus;
import dev.sluice.config.provider.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A ledger's store, its backups and their way back: no call is lost, and none counts twice.
class BackupTest {
  @TempDir private Path folder;

  private Path data;
  private Path kept;
  private StoreConfig config;

  @BeforeEach
  void name() {
    data = folder.resolve("data");
    kept = folder.resolve("kept");
    config = StoreConfig.in(data);
  }

  private static Backup.Made backup(StoreConfig of, Path to) throws Exception {
    return new Backup(of, "1.2.3", LedgerRig.NOON).make(to);
  }

  private static Restore.Done restore(StoreConfig into, Path from, boolean replace)
      throws Exception {
    return new Restore(into, LedgerRig.NOON.plus(Duration.ofHours(1))).from(from, replace);
  }

  private static void pay(LedgerRig rig, int calls) throws Exception {
    long before = rig.callsInStore();
    for (int i = 0; i < calls; i++) {
      rig.pay(1);
    }
    rig.awaitCalls(before + calls);
  }

  @Test
  void what_a_running_gateway_has_spent_since_its_backup_is_written_again_from_its_journal()
      throws Exception {
    try (var rig = new LedgerRig(config, LedgerRig.NOON)) {
      pay(rig, 5);
      Backup.Made made = backup(config, kept);
      assertThat(made.running()).isTrue();
      assertThat(made.withJournal()).isFalse();
      assertThat(made.content().ledger().calls()).isEqualTo(5);
      pay(rig, 7);
      assertThatThrownBy(() -> restore(config, kept, true))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("is held by process " + ProcessHandle.current().pid());
    }
    assertThatThrownBy(() -> restore(config, kept, false))
        .hasMessageContaining("7 calls and 0.000000007 USD that the backup has not")
        .hasMessageContaining("--replace");
    Restore.Done done = restore(config, kept, true);
    assertThat(done.journal().orElseThrow().behind()).isEqualTo(7);
    assertThat(done.gap()).isFalse();
    assertThat(done.replaced().orElseThrow().resolve("sluice.db")).exists();
    assertThat(StoreStatus.of(config).content().ledger().calls()).isEqualTo(5);
    try (var rig = new LedgerRig(config, LedgerRig.NOON.plus(Duration.ofHours(1)))) {
      rig.awaitCalls(12);
      assertThat(rig.sums().nanos()).isEqualTo(12);
      assertThat(rig.spent(Spender.key("k"), Period.DAY)).isEqualTo(12);
      assertThat(rig.spend().recent("k", Optional.empty(), 99).calls()).hasSize(12);
    }
  }

  @Test
  void a_backup_of_a_gateway_at_rest_has_what_its_journal_alone_has() throws Exception {
    try (var rig = new LedgerRig(config, LedgerRig.NOON)) {
      pay(rig, 2);
    }
    var later = LedgerRig.NOON.plus(Duration.ofMinutes(1));
    try (var rig = new LedgerRig(config, later, Optional.empty(), JournalFixture.MEDIUM)) {
      for (int i = 0; i < 3; i++) {
        rig.pay(1);
      }
    }
    Backup.Made made = backup(config, kept);
    assertThat(made.running()).isFalse();
    assertThat(made.withJournal()).isTrue();
    assertThat(made.journal().orElseThrow().behind()).isEqualTo(3);
    StoreConfig elsewhere = StoreConfig.in(folder.resolve("elsewhere"));
    Restore.Done done = restore(elsewhere, kept, false);
    assertThat(done.journal().orElseThrow().behind()).isEqualTo(3);
    assertThat(done.replaced()).isEmpty();
    assertThat(Files.getPosixFilePermissions(elsewhere.path()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    try (var rig = new LedgerRig(elsewhere, later)) {
      rig.awaitCalls(5);
      assertThat(rig.sums().nanos()).isEqualTo(5);
    }
  }

  @Test
  void a_journal_that_does_not_go_back_as_far_as_the_backup_is_told() throws Exception {
    var small = new Journal.Sizes(4_096, 8 * 4_096, 16);
    try (var rig = rig(small)) {
      pay(rig, 5);
      backup(config, kept);
      for (int i = 0; i < 6; i++) {
        pay(rig, 60);
      }
    }
    Restore.Done done = restore(config, kept, true);
    assertThat(done.gap()).isTrue();
    assertThat(done.journal().orElseThrow().behind()).isBetween(1L, 359L);
  }

  private LedgerRig rig(Journal.Sizes sizes) throws Exception {
    Store store = Store.open(ready(config), false);
    return new LedgerRig(config, LedgerRig.NOON, Optional.of(store), sizes);
  }

  @Test
  void a_journal_that_is_older_than_the_backup_is_refused() throws Exception {
    try (var rig = new LedgerRig(config, LedgerRig.NOON)) {
      pay(rig, 1);
    }
    Path old = folder.resolve("old");
    copy(data.resolve("journal"), old);
    try (var rig = new LedgerRig(config, LedgerRig.NOON.plus(Duration.ofHours(1)))) {
      pay(rig, 1);
    }
    backup(config, kept);
    StoreConfig elsewhere = StoreConfig.in(folder.resolve("elsewhere"));
    copy(old, elsewhere.path().resolve("journal"));
    assertThatThrownBy(() -> restore(elsewhere, kept, false))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("journal is older than the backup");
    assertThat(elsewhere.path().resolve("sluice.db")).doesNotExist();
  }

  private static void copy(Path from, Path to) throws Exception {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void a_backup_that_is_not_whole_is_refused_and_nothing_is_touched() throws Exception {
    try (var rig = new LedgerRig(config, LedgerRig.NOON)) {
      pay(rig, 1);
    }
    backup(config, kept);
    Path file = kept.resolve("sluice.db");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2]++;
    Files.write(file, bytes);
    assertThatThrownBy(() -> restore(config, kept, true))
        .hasMessageContaining("sluice.db is not what backup.txt says");
    Files.delete(kept.resolve("backup.txt"));
    assertThatThrownBy(() -> restore(config, kept, true)).hasMessageContaining("is no backup");
    assertThat(StoreStatus.of(config).content().ledger().calls()).isEqualTo(1);
  }

  @Test
  void a_log_that_is_left_of_a_store_that_is_gone_does_not_damage_the_one_that_is_put_back()
      throws Exception {
    try (var rig = new LedgerRig(config, LedgerRig.NOON)) {
      pay(rig, 1);
      backup(config, kept);
      pay(rig, 2);
      copy(data, folder.resolve("killed"));
    }
    StoreConfig killed = StoreConfig.in(folder.resolve("killed"));
    Files.delete(killed.path().resolve("sluice.db"));
    Restore.Done done = restore(killed, kept, false);
    assertThat(done.replaced().orElseThrow().resolve("sluice.db-wal")).exists();
    assertThat(killed.path().resolve("sluice.db-wal")).doesNotExist();
    assertThat(StoreStatus.of(killed).content().ledger().calls()).isEqualTo(1);
  }

  @Test
  void a_list_that_leads_out_of_its_folder_is_refused() throws Exception {
    Files.createDirectories(kept);
    Files.writeString(
        kept.resolve("backup.txt"),
        """
        sluice-backup 1
        made 2026-11-26T12:00:00Z
        program 1
        database sqlite
        tables 7 since 7
        file 1 aa ../sluice.db
        """);
    assertThatThrownBy(() -> restore(config, kept, false)).hasMessageContaining("is damaged");
  }

  @Test
  void what_a_hostile_list_says_reaches_no_terminal() throws Exception {
    Files.createDirectories(kept);
    Path list = kept.resolve("backup.txt");
    Files.writeString(list, "sluice-backup 1\nmade \u001b]0;owned\u0007\ntables 7 since 7\n");
    assertThatThrownBy(() -> restore(config, kept, false))
        .hasMessage(list + " is damaged: take another backup");
  }

  @Test
  void a_backup_of_a_store_for_later_programs_is_refused() throws Exception {
    try (var rig = new LedgerRig(config, LedgerRig.NOON)) {
      pay(rig, 1);
    }
    run(
        "jdbc:sqlite:" + data.resolve("sluice.db"),
        "insert into flyway_schema_history select installed_rank + 100, '999', 'later', type,"
            + " 'V999__later.sql', checksum, installed_by, installed_on, execution_time, success"
            + " from flyway_schema_history where version = '1'");
    backup(config, kept);
    StoreConfig elsewhere = StoreConfig.in(folder.resolve("elsewhere"));
    assertThatThrownBy(() -> restore(elsewhere, kept, false))
        .hasMessageContaining("of version 999, for programs of 999 and later")
        .hasMessageContaining("take a newer program");
    assertThat(elsewhere.path().resolve("sluice.db")).doesNotExist();
  }

  private static void run(String url, String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  @Test
  void a_backup_takes_no_place_that_is_taken_and_leaves_nothing_where_it_fails() throws Exception {
    Files.createDirectories(kept);
    assertThatThrownBy(() -> backup(config, kept)).hasMessageContaining("is there already");
    assertThatThrownBy(() -> backup(config, folder.resolve("more")))
        .hasMessageContaining("sluice.db is not there");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(kept);
    }
  }

  @Test
  void postgresql_is_copied_by_its_own_programs_and_put_into_an_empty_database_alone()
      throws Exception {
    StoreConfig from = postgres(TestPostgres.database());
    try (var rig = new LedgerRig(from, LedgerRig.NOON)) {
      pay(rig, 3);
      rig.payTagged("{\"feature\":\"search\"}", 1);
      rig.awaitCalls(4);
      Backup.Made made = backup(from, kept);
      assertThat(made.content().ledger().calls()).isEqualTo(4);
      pay(rig, 2);
    }
    assertThatThrownBy(() -> restore(from, kept, true))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("has a store: make an empty one");
    StoreConfig again = postgres(TestPostgres.empty());
    Restore.Done done = restore(again, kept, false);
    assertThat(done.content().ledger().calls()).isEqualTo(4);
    assertThat(done.journal().orElseThrow().behind()).isEqualTo(2);
    try (var rig = new LedgerRig(again, LedgerRig.NOON.plus(Duration.ofHours(1)))) {
      rig.awaitCalls(6);
      assertThat(rig.sums().nanos()).isEqualTo(6);
    }
  }

  private StoreConfig postgres(String url) {
    return new StoreConfig(data, Optional.of(new Secret(url)));
  }

  @Test
  void a_program_of_postgresql_that_fails_tells_no_password() {
    var gone =
        new StoreConfig(
            data,
            Optional.of(
                new Secret("jdbc:postgresql://127.0.0.1:9/x?user=me&password=do-not-tell-this")));
    assertThatThrownBy(() -> backup(gone, kept)).message().doesNotContain("do-not-tell");
    assertThat(kept).doesNotExist();
  }
}
