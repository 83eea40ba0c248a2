package dev.sluice.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.accounts.AccountChanges.Issued;
import dev.sluice.accounts.key.KeyCheck;
import dev.sluice.accounts.key.KeyCopy;
import dev.sluice.accounts.key.KeySecret;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.StoreException.Problem;
import dev.sluice.call.runtime.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of accounts when their SQLite store fails, at the start and later.
class StoreFaultsTest {
  private static final String FILE = "sluice.db";

  @TempDir private Path folder;

  private AccountsRig open() throws Exception {
    return new AccountsRig(StoreConfig.in(folder));
  }

  private static void fails(ThrowingCallable work, Problem problem, String... words) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.problem()).isEqualTo(problem))
        .hasMessageContainingAll(words);
  }

  private static KeyCheck stranger(AccountsRig rig) {
    KeySecret other = KeySecret.of("zzzzzzzzzz", new Random(1));
    return rig.accounts.keys().check(other.text());
  }

  private Issued filled() throws Exception {
    try (AccountsRig rig = open()) {
      rig.team("search");
      return rig.key("search", "live");
    }
  }

  @Test
  void a_second_server_on_the_same_files_does_not_start() throws Exception {
    try (AccountsRig rig = open()) {
      fails(
          this::open,
          Problem.LOCKED,
          folder.toString(),
          "process " + ProcessHandle.current().pid(),
          "use PostgreSQL for several");
      rig.team("search");
    }
  }

  @Test
  void a_store_of_a_newer_version_is_left_alone() throws Exception {
    filled();
    try (Store store = Store.open(StoreConfig.in(folder), true)) {
      store.await(
          store.write(
              sql ->
                  sql.update(
                      "insert into flyway_schema_history select installed_rank + 100, '999',"
                          + " 'later', type, 'V999__later.sql', checksum, installed_by,"
                          + " installed_on, execution_time, success from flyway_schema_history"
                          + " where version = '1'")));
    }
    fails(this::open, Problem.NEWER, "its version is 999", "start that version");
  }

  @Test
  void a_copy_of_the_keys_that_cannot_be_written_is_told_until_it_is() throws Exception {
    Issued key;
    Path inTheWay = folder.resolve(KeyCopy.FILE + ".new").resolve("room");
    try (AccountsRig rig = open()) {
      rig.team("search");
      Files.createDirectories(inTheWay);
      key = rig.key("search", "live");
      rig.accounts.look();
      assertThat(rig.accounts.trouble())
          .hasValueSatisfying(why -> assertThat(why).contains("the copy of the keys", "free some"));
      Files.delete(inTheWay);
      rig.accounts.look();
      assertThat(rig.accounts.trouble()).isEmpty();
    }
    Files.writeString(folder.resolve(FILE), "this is no database, but a text of some length");
    try (AccountsRig rig = open()) {
      assertThat(rig.check(key)).isInstanceOf(KeyCheck.Known.class);
    }
  }

  @Test
  void a_file_that_is_no_database_is_told_and_known_keys_go_on() throws Exception {
    Issued key = filled();
    Files.writeString(folder.resolve(FILE), "this is no database, but a text of some length");
    try (AccountsRig rig = open()) {
      assertThat(rig.check(key)).isInstanceOf(KeyCheck.Known.class);
      assertThat(stranger(rig)).isEqualTo(new KeyCheck.Unavailable());
      assertThat(rig.accounts.trouble().orElseThrow()).contains("restore a backup");
      fails(() -> rig.team("more"), Problem.AWAY, "restore a backup");
    }
  }

  @Test
  void a_file_that_is_no_database_does_not_start_without_a_copy() throws Exception {
    Files.writeString(folder.resolve(FILE), "this is no database, but a text of some length");
    fails(this::open, Problem.DAMAGED, folder.toString(), "restore a backup");
  }

  @Test
  void a_store_that_is_gone_at_the_start_is_not_made_anew() throws Exception {
    Issued key = filled();
    Files.delete(folder.resolve(FILE));
    try (AccountsRig rig = open()) {
      assertThat(rig.check(key)).isInstanceOf(KeyCheck.Known.class);
      assertThat(stranger(rig)).isEqualTo(new KeyCheck.Unavailable());
      assertThat(folder.resolve(FILE)).doesNotExist();
      fails(() -> rig.team("more"), Problem.AWAY, "is gone", "sluice.db is not there");
    }
  }

  @Test
  void a_damaged_copy_is_not_believed() throws Exception {
    filled();
    Files.delete(folder.resolve(FILE));
    Path copy = folder.resolve(KeyCopy.FILE);
    Files.writeString(copy, Files.readString(copy).replace("team=search", "team=other"));
    fails(this::open, Problem.GONE, "sluice.db is not there", copy + " is damaged");
  }

  @Test
  void a_file_that_is_deleted_later_is_missed_and_found_again() throws Exception {
    try (AccountsRig rig = open()) {
      rig.team("search");
      Issued key = rig.key("search", "live");
      Path away = folder.resolve("elsewhere");
      Files.move(folder.resolve(FILE), away);
      rig.accounts.look();
      assertThat(rig.accounts.trouble().orElseThrow()).contains("sluice.db is not there");
      assertThat(rig.check(key)).isInstanceOf(KeyCheck.Known.class);
      assertThat(stranger(rig)).isEqualTo(new KeyCheck.Unavailable());
      Files.move(away, folder.resolve(FILE));
      rig.accounts.look();
      rig.accounts.look();
      assertThat(rig.accounts.trouble()).isEmpty();
      assertThat(stranger(rig)).isEqualTo(new KeyCheck.Unknown());
      rig.key("search", "more");
    }
  }

  /// With the copy of the keys, without which a start would make an empty store.
  @Test
  void a_folder_that_is_moved_away_later_is_not_made_anew_and_is_found_again() throws Exception {
    Path data = folder.resolve("data");
    Path away = folder.resolve("elsewhere");
    try (var rig = new AccountsRig(StoreConfig.in(data))) {
      rig.team("search");
      Issued key = rig.key("search", "live");
      Files.move(data, away);
      for (int look = 0; look < 3; look++) {
        rig.accounts.look();
        assertThat(rig.accounts.trouble().orElseThrow()).contains("sluice.db is not there");
        assertThat(rig.check(key)).isInstanceOf(KeyCheck.Known.class);
        assertThat(stranger(rig)).isEqualTo(new KeyCheck.Unavailable());
        assertThat(data).doesNotExist();
      }
      Files.move(away, data);
      rig.accounts.look();
      rig.accounts.look();
      assertThat(rig.accounts.trouble()).isEmpty();
      assertThat(rig.check(key)).isInstanceOf(KeyCheck.Known.class);
      assertThat(stranger(rig)).isEqualTo(new KeyCheck.Unknown());
    }
  }

  /// A question may be the first to notice, and opens a connection of its own.
  @Test
  void a_question_makes_no_file_in_the_place_of_one_that_was_moved() throws Exception {
    try (Store store = Store.open(StoreConfig.in(folder), false)) {
      Files.move(folder.resolve(FILE), folder.resolve("elsewhere"));
      fails(
          () -> store.ask(sql -> sql.query("select 1 as c", row -> row.number("c"))),
          Problem.AWAY,
          "cannot be reached");
      assertThat(folder.resolve(FILE)).doesNotExist();
    }
  }

  /// A question that ends only once the store is told to be away.
  @Test
  void a_question_under_way_does_not_delay_that_the_store_is_told_to_be_away() throws Exception {
    try (AccountsRig rig = open()) {
      var begun = new CountDownLatch(1);
      var away = new CompletableFuture<Boolean>();
      rig.accounts.onTrouble(_ -> away.complete(stranger(rig).equals(new KeyCheck.Unavailable())));
      var answer = new CompletableFuture<Boolean>();
      Thread.ofPlatform().start(() -> ask(rig, begun, away, answer));
      begun.await();
      Files.move(folder.resolve(FILE), folder.resolve("elsewhere"));
      assertThat(answer.get()).isTrue();
    }
  }

  private static void ask(
      AccountsRig rig,
      CountDownLatch begun,
      CompletableFuture<Boolean> until,
      CompletableFuture<Boolean> answer) {
    try {
      answer.complete(
          rig.accounts.read(
              _ -> {
                begun.countDown();
                return until.join();
              }));
    } catch (StoreException | InterruptedException e) {
      answer.completeExceptionally(e);
    }
  }

  @Test
  void a_store_without_room_refuses_changes_and_takes_them_once_there_is_room() throws Exception {
    try (AccountsRig rig = open()) {
      Store store = rig.accounts.store().orElseThrow();
      store.await(store.write(sql -> sql.query("pragma max_page_count = 1", _ -> 0)));
      store.await(store.write(sql -> sql.query("pragma page_count", _ -> 0)));
      fails(
          () ->
              store.await(
                  store.write(sql -> sql.update("create table big as select zeroblob(1000000)"))),
          Problem.FULL,
          "has no room");
      rig.team("search");
    }
  }

  @Test
  void a_store_that_may_not_be_written_refuses_changes_and_knows_its_keys() throws Exception {
    try (AccountsRig rig = open()) {
      rig.team("search");
      Issued key = rig.key("search", "live");
      Store store = rig.accounts.store().orElseThrow();
      store.await(store.write(sql -> sql.update("pragma query_only = 1")));
      fails(() -> rig.team("more"), Problem.READ_ONLY, "may not be written");
      assertThat(rig.check(key)).isInstanceOf(KeyCheck.Known.class);
    }
  }

  @Test
  void a_folder_that_cannot_be_made_does_not_start() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    fails(
        () -> Accounts.open(StoreConfig.in(file.resolve("data")), Clock.SYSTEM),
        Problem.AWAY,
        "cannot be reached");
  }

  /// What `sqlite3 FILE "vacuum into ..."` does while the server runs.
  private static void backUp(Path file, Path backup) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("vacuum into '" + backup + "'");
    }
  }

  @Test
  void a_backup_that_is_put_back_holds_what_it_held() throws Exception {
    Issued before = filled();
    Path backup = folder.resolve("backup.db");
    Issued after;
    try (AccountsRig rig = open()) {
      backUp(folder.resolve(FILE), backup);
      after = rig.key("search", "later");
    }
    Files.deleteIfExists(folder.resolve(FILE + "-wal"));
    Files.deleteIfExists(folder.resolve(FILE + "-shm"));
    Files.move(backup, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
    try (AccountsRig rig = open()) {
      assertThat(rig.check(before)).isInstanceOf(KeyCheck.Known.class);
      assertThat(rig.check(after)).isEqualTo(new KeyCheck.Unknown());
      assertThat(rig.accounts.verifyAudit().broken()).isEmpty();
    }
  }
}
