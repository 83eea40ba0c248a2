package dev.sluice.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.accounts.AccountChanges.Issued;
import dev.sluice.accounts.audit.AuditFilter;
import dev.sluice.accounts.audit.AuditLog;
import dev.sluice.accounts.key.KeyCheck;
import dev.sluice.accounts.key.KeyCopy;
import dev.sluice.accounts.key.KeySecret;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.StoreException.Problem;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.config.provider.Secret;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A store that is empty, or has lost tables, although there was one: keys that are known go on,
/// and none is made in its place unless that is asked for.
class GoneStoreTest {
  private static final String FILE = "sluice.db";

  @TempDir private Path folder;

  /// What happens to a store, and how it is put back.
  record Loss(String what, Kind kind, Damage damage) {
    @Override
    public String toString() {
      return kind + ": " + what;
    }
  }

  enum Kind {
    SQLITE,
    POSTGRES
  }

  @FunctionalInterface
  private interface Damage {
    void to(Path file, String url) throws Exception;
  }

  private static Stream<Loss> losses() {
    return Stream.of(
        new Loss("emptied", Kind.SQLITE, (file, _) -> empty(file)),
        new Loss("removed", Kind.SQLITE, (file, _) -> Files.delete(file)),
        new Loss("replaced by an empty file", Kind.SQLITE, (file, _) -> replaceByEmpty(file)),
        new Loss("replaced without tables", Kind.SQLITE, (file, _) -> replaceWithoutTables(file)),
        new Loss("a table dropped", Kind.SQLITE, (_, url) -> run(url, "drop table secrets")),
        new Loss("the sums dropped", Kind.SQLITE, (_, url) -> run(url, "drop table spend")),
        new Loss("no revision", Kind.SQLITE, (_, url) -> run(url, "delete from revision")),
        new Loss("the keys emptied", Kind.SQLITE, (_, url) -> run(url, EMPTIED)),
        new Loss("the keys emptied", Kind.POSTGRES, (_, url) -> run(url, EMPTIED)),
        new Loss("all tables dropped", Kind.SQLITE, (_, url) -> dropAll(url)),
        new Loss("a table dropped", Kind.POSTGRES, (_, url) -> run(url, "drop table secrets")),
        new Loss("the calls dropped", Kind.POSTGRES, (_, url) -> run(url, "drop table blocks")),
        new Loss("a fresh schema", Kind.POSTGRES, (_, url) -> freshSchema(url)),
        new Loss("a fresh database", Kind.POSTGRES, (_, url) -> freshDatabase(url)));
  }

  private static final String[] EMPTIED = {
    "delete from secrets", "delete from keys", "delete from teams"
  };

  private static void empty(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
  }

  private static void replaceByEmpty(Path file) throws IOException {
    Path other = Files.createFile(file.resolveSibling("other"));
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void replaceWithoutTables(Path file) throws Exception {
    Path other = file.resolveSibling("other");
    run("jdbc:sqlite:" + other, "create table t (a)", "drop table t");
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void dropAll(String url) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        var found = statement.executeQuery("select name from sqlite_master where type = 'table'")) {
      while (found.next()) {
        tables.add("drop table " + found.getString(1));
      }
    }
    run(url, tables.toArray(String[]::new));
  }

  private static void freshSchema(String url) throws SQLException {
    run(url, "drop schema public cascade", "create schema public");
  }

  private static void freshDatabase(String url) throws SQLException {
    String name = url.replaceFirst(".*/(\\w+)\\?.*", "$1");
    String server = url.replace("/" + name + "?", "/postgres?");
    run(server, "drop database " + name + " with (force)", "create database " + name);
  }

  private static void run(String url, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  private String url(Kind kind) throws SQLException {
    if (kind == Kind.SQLITE) {
      return "jdbc:sqlite:" + folder.resolve(FILE);
    }
    return TestPostgres.database();
  }

  private StoreConfig config(Kind kind, String url) {
    return kind == Kind.SQLITE
        ? StoreConfig.in(folder)
        : new StoreConfig(folder, Optional.of(new Secret(url)));
  }

  private static KeyCheck stranger(AccountsRig rig) {
    return rig.accounts.keys().check(KeySecret.of("zzzzzzzzzz", new Random(1)).text());
  }

  private void goesOnWithout(AccountsRig rig, Issued key, String copy) throws Exception {
    assertThat(rig.accounts.trouble().orElseThrow())
        .contains("is gone: put it back, or a backup of it", "`./sluice store create`");
    assertThat(rig.accounts.store()).isEmpty();
    assertThat(rig.check(key)).isInstanceOf(KeyCheck.Known.class);
    assertThat(stranger(rig)).isEqualTo(new KeyCheck.Unavailable());
    assertThat(Files.readString(folder.resolve(KeyCopy.FILE))).isEqualTo(copy);
    assertThatThrownBy(() -> rig.team("more"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is gone");
  }

  @ParameterizedTest
  @MethodSource("losses")
  void known_keys_go_on_where_it_is_found_at_a_start(Loss loss) throws Exception {
    String url = url(loss.kind());
    StoreConfig config = config(loss.kind(), url);
    Issued key = filled(config);
    String copy = Files.readString(folder.resolve(KeyCopy.FILE));
    loss.damage().to(folder.resolve(FILE), url);
    try (AccountsRig rig = new AccountsRig(config)) {
      goesOnWithout(rig, key, copy);
      rig.accounts.look();
      goesOnWithout(rig, key, copy);
    }
  }

  private static Issued filled(StoreConfig config) throws Exception {
    try (AccountsRig rig = new AccountsRig(config)) {
      rig.team("search");
      return rig.key("search", "live");
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void known_keys_go_on_where_it_happens_while_it_is_open(Loss loss) throws Exception {
    String url = url(loss.kind());
    try (AccountsRig rig = new AccountsRig(config(loss.kind(), url))) {
      rig.team("search");
      Issued key = rig.key("search", "live");
      String copy = Files.readString(folder.resolve(KeyCopy.FILE));
      checkpoint(loss, url);
      loss.damage().to(folder.resolve(FILE), url);
      for (int look = 0; look < 2; look++) {
        rig.accounts.look();
        rig.accounts.look();
        goesOnWithout(rig, key, copy);
      }
    }
  }

  /// Until then all of a new file lies in its log, and survives there.
  private static void checkpoint(Loss loss, String url) throws SQLException {
    if (loss.kind() == Kind.SQLITE) {
      run(url, "pragma wal_checkpoint(truncate)");
    }
  }

  @Test
  void a_file_that_is_put_back_is_used_again() throws Exception {
    try (AccountsRig rig = new AccountsRig(StoreConfig.in(folder))) {
      rig.team("search");
      Issued key = rig.key("search", "live");
      String url = url(Kind.SQLITE);
      run(url, "pragma wal_checkpoint(truncate)");
      Path backup = folder.resolve("backup");
      run(url, "vacuum into '" + backup + "'");
      rig.team("later");
      empty(folder.resolve(FILE));
      rig.accounts.look();
      assertThat(rig.accounts.trouble().orElseThrow()).contains("sluice.db is empty");
      Files.copy(backup, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
      rig.accounts.look();
      assertThat(rig.accounts.trouble()).isEmpty();
      assertThat(rig.check(key)).isInstanceOf(KeyCheck.Known.class);
      assertThat(stranger(rig)).isEqualTo(new KeyCheck.Unknown());
      assertThat(rig.accounts.verifyAudit().broken()).isEmpty();
      rig.key("search", "more");
    }
  }

  @Test
  void a_new_one_is_made_where_that_is_asked_for_and_knows_none_of_the_keys() throws Exception {
    for (Kind kind : Kind.values()) {
      String url = url(kind);
      try (AccountsRig rig = new AccountsRig(config(kind, url))) {
        rig.team("search");
        Issued key = rig.key("search", "live");
        assertThatThrownBy(() -> rig.accounts.createStore("ann"))
            .isInstanceOf(ChangeRefused.class)
            .hasMessageContaining("is there: a new one is made where it is gone");
        List<Set<String>> cut = new ArrayList<>();
        rig.accounts.onCut(cut::add);
        checkpointAndEmpty(kind, url);
        rig.accounts.look();
        assertThat(cut).isEmpty();
        rig.accounts.createStore("ann");
        assertThat(cut).containsExactly(Set.of(key.key().id()));
        assertThat(rig.accounts.trouble()).isEmpty();
        assertThat(rig.check(key)).isEqualTo(new KeyCheck.Unknown());
        var first = rig.accounts.audit(0, 9, new AuditFilter("", "", "")).getFirst().event();
        assertThat(first.action()).isEqualTo("store.create");
        assertThat(first.actor()).isEqualTo("ann");
        assertThat(first.detail()).isEqualTo("in the place of one with 1 team, 1 key");
        assertThat(rig.accounts.verifyAudit().entries()).isEqualTo(1);
        rig.team("search");
        assertThat(rig.check(rig.key("search", "live"))).isInstanceOf(KeyCheck.Known.class);
      }
      Files.delete(folder.resolve(KeyCopy.FILE));
    }
  }

  /// A process that ends in between has made no store of which nobody knows who has.
  @Test
  void nobody_learns_of_a_new_one_before_its_audit_log_says_who_has_made_it() throws Exception {
    try (AccountsRig rig = new AccountsRig(StoreConfig.in(folder))) {
      rig.team("search");
      String url = url(Kind.SQLITE);
      checkpointAndEmpty(Kind.SQLITE, url);
      rig.accounts.look();
      List<Long> entries = new ArrayList<>();
      rig.accounts.onOpen(
          opened -> {
            try {
              entries.add(opened.read(AuditLog::verify).entries());
            } catch (StoreException | InterruptedException e) {
              throw new AssertionError(e);
            }
          });
      rig.accounts.createStore("ann");
      assertThat(entries).containsExactly(1L);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void one_whose_keys_were_emptied_is_used_where_that_was_meant(Kind kind) throws Exception {
    String url = url(kind);
    StoreConfig config = config(kind, url);
    Issued key = filled(config);
    run(url, EMPTIED);
    try (AccountsRig rig = new AccountsRig(config)) {
      assertThat(rig.check(key)).isInstanceOf(KeyCheck.Known.class);
      rig.accounts.createStore("ann");
      assertThat(rig.accounts.trouble()).isEmpty();
      assertThat(rig.check(key)).isEqualTo(new KeyCheck.Unknown());
      rig.accounts.look();
      assertThat(rig.accounts.trouble()).isEmpty();
    }
  }

  private void checkpointAndEmpty(Kind kind, String url) throws Exception {
    if (kind == Kind.SQLITE) {
      run(url, "pragma wal_checkpoint(truncate)");
      empty(folder.resolve(FILE));
    } else {
      freshSchema(url);
    }
  }

  @Test
  void no_new_one_is_made_beside_what_is_left_of_the_old_one() throws Exception {
    String url = url(Kind.SQLITE);
    Issued key = filled(StoreConfig.in(folder));
    run(url, "drop table secrets");
    try (AccountsRig rig = new AccountsRig(StoreConfig.in(folder))) {
      assertThatThrownBy(() -> rig.accounts.createStore("ann"))
          .isInstanceOfSatisfying(
              StoreException.class, why -> assertThat(why.problem()).isEqualTo(Problem.CONFLICT))
          .hasMessageContainingAll("it has no table secrets", "move what is left of it away");
      assertThat(rig.check(key)).isInstanceOf(KeyCheck.Known.class);
    }
  }

  @Test
  void a_part_of_one_does_not_start_without_a_copy() throws Exception {
    String url = url(Kind.SQLITE);
    filled(StoreConfig.in(folder));
    run(url, "drop table secrets");
    Files.delete(folder.resolve(KeyCopy.FILE));
    assertThatThrownBy(() -> new AccountsRig(StoreConfig.in(folder)))
        .hasMessageContainingAll("is there in part", "start again", "it has no table secrets");
  }

  @Test
  void that_it_is_gone_is_told_although_it_was_away_before() throws Exception {
    List<String> told = new ArrayList<>();
    Path file = folder.resolve(FILE);
    filled(StoreConfig.in(folder));
    byte[] whole = Files.readAllBytes(file);
    Files.writeString(file, "this is no database, but a text of some length");
    try (AccountsRig rig = new AccountsRig(StoreConfig.in(folder))) {
      rig.accounts.onTrouble(trouble -> told.add(trouble.orElse("there")));
      rig.accounts.look();
      empty(file);
      rig.accounts.look();
      rig.accounts.look();
      Files.write(file, whole);
      rig.accounts.look();
    }
    assertThat(told).hasSize(3);
    assertThat(told.getFirst()).contains("holds what this program has not written");
    assertThat(told.get(1)).contains("is gone");
    assertThat(told.getLast()).isEqualTo("there");
  }
}
