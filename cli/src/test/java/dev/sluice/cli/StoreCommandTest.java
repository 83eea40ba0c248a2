package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.PeopleChanges;
import dev.sluice.accounts.key.KeyOwner;
import dev.sluice.accounts.people.Profile;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import dev.sluice.call.runtime.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `store` and `forget`, beside a gateway that runs and after it.
class StoreCommandTest {
  private static final int DONE = 0;
  private static final int CHECK_FAILED = 1;
  private static final int CANNOT_START = 3;

  @TempDir private Path folder;

  private String config;
  private Path kept;

  @BeforeEach
  void name() {
    config = folder.resolve("sluice.yaml").toString();
    kept = folder.resolve("kept");
  }

  private Run store(String... args) {
    String[] all = new String[args.length + 3];
    all[0] = "store";
    System.arraycopy(args, 0, all, 1, args.length);
    all[args.length + 1] = "-c";
    all[args.length + 2] = config;
    return new Run(Map.of()).run(all);
  }

  @Test
  void a_store_is_looked_at_kept_and_put_back_beside_a_gateway_and_after_it() throws Exception {
    String secret;
    try (ServedStore gateway = new ServedStore(folder)) {
      gateway.done("teams", "create", "search");
      secret = gateway.done("keys", "create", "--team", "search", "--name", "live").out().strip();
      Run status = store("status");
      assertThat(status.code()).as(status.err()).isEqualTo(DONE);
      assertThat(status.out())
          .contains("SQLite, held by process " + ProcessHandle.current().pid())
          .contains("for programs of 7 and later; this program's are of ")
          .contains("holds    1 team, 1 key, no calls")
          .contains("journal  0 calls that the store has not");
      Run backup = store("backup", kept.toString());
      assertThat(backup.code()).as(backup.err()).isEqualTo(DONE);
      assertThat(backup.out()).contains("not in the backup, since a gateway may write it");
      gateway.done("keys", "revoke", "search/live");
      Run held = store("restore", kept.toString(), "--replace");
      assertThat(held.code()).isEqualTo(CANNOT_START);
      assertThat(held.err()).contains("is held by process").contains("stop that one first");
      assertThat(store("migrate").err()).contains("is held by another process");
    }
    Run refused = store("restore", kept.toString());
    assertThat(refused.code()).isEqualTo(CANNOT_START);
    assertThat(refused.err()).contains("1 changes of keys").contains("--replace");
    Run restored = store("restore", kept.toString(), "--replace");
    assertThat(restored.code()).as(restored.err()).isEqualTo(DONE);
    assertThat(restored.out())
        .contains("store    " + folder.resolve("data") + "\n")
        .contains("revoke again what was revoked since")
        .contains("replaced-");
    assertThat(store("migrate").out()).contains("nothing to do");
    try (ServedStore gateway = new ServedStore(folder)) {
      assertThat(gateway.status(secret)).isEqualTo(200);
      assertThat(gateway.done("keys", "list").out()).contains("live");
    }
  }

  @Test
  void a_relative_path_is_told_as_the_folder_that_it_leads_to() throws Exception {
    Path relative = Path.of("").toAbsolutePath().relativize(folder).resolve("data");
    try (ServedStore gateway = new ServedStore(folder)) {
      gateway.done("teams", "create", "search");
    }
    Files.writeString(
        Path.of(config),
        "providers: {local: {type: vllm, url: \"http://127.0.0.1:9\"}}\nstore: {path: \"%s\"}"
            .formatted(relative));
    String line = "folder   " + folder.resolve("data") + "\n";
    assertThat(store("status").out()).contains(line);
    assertThat(store("backup", kept.toString()).out()).contains("backup   " + kept, line);
    assertThat(store("restore", kept.toString()).err())
        .contains("there is a store in " + folder.resolve("data"));
    assertThat(store("restore", kept.toString(), "--replace").out()).contains(line);
  }

  @Test
  void a_store_that_is_not_there_or_not_meant_is_told() throws Exception {
    Files.writeString(
        Path.of(config), "providers: {local: {type: vllm, url: \"http://127.0.0.1:9\"}}");
    Run without = store("status");
    assertThat(without.code()).isEqualTo(CANNOT_START);
    assertThat(without.err()).contains("the configuration has no store");
    Files.writeString(
        Path.of(config),
        "providers: {local: {type: vllm, url: \"http://127.0.0.1:9\"}}\nstore: {path: \"%s\"}"
            .formatted(folder.resolve("none")));
    assertThat(store("status").err()).contains("is gone").contains("sluice.db is not there");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void a_store_for_later_programs_is_told_by_its_exit_code() throws Exception {
    new ServedStore(folder).close();
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/sluice.db"));
        var statement = connection.createStatement()) {
      statement.execute(
          "insert into flyway_schema_history select installed_rank + 100, '999', 'later', type,"
              + " 'V999__later.sql', checksum, installed_by, installed_on, execution_time, success"
              + " from flyway_schema_history where version = '1'");
    }
    Run status = store("status");
    assertThat(status.code()).isEqualTo(CHECK_FAILED);
    assertThat(status.out()).contains("version 999, for programs of 999 and later", "take a newer");
    Run back = store("migrate", "--to", "7");
    assertThat(back.code()).isEqualTo(CANNOT_START);
    assertThat(back.err()).contains("programs of 999 to 999 can use it");
  }

  @Test
  void what_names_a_team_is_forgotten_and_what_is_left_is_told() throws Exception {
    try (ServedStore gateway = new ServedStore(folder)) {
      gateway.done("teams", "create", "Ann.Smith");
      String secret =
          gateway.done("keys", "create", "--team", "Ann.Smith", "--name", "ann").out().strip();
      gateway.call(secret);
      await().until(() -> gateway.done("spend", "--by", "team").out().contains("Ann.Smith"));
      Run refused = gateway.run("forget", "--team", "Ann.Smith");
      assertThat(refused.code()).isEqualTo(CANNOT_START);
      assertThat(refused.err()).contains("keys can call: ann").contains("--revoke");
      Run done = gateway.done("forget", "--team", "Ann.Smith", "--revoke");
      assertThat(done.out())
          .contains("removed 1 key and 1 call", "stay as forgotten-")
          .contains("left: ", "of the audit log's entries", "the journal of each gateway")
          .contains("the memory of each gateway: recent calls");
      assertThat(gateway.status(secret)).isEqualTo(401);
      assertThat(gateway.done("spend", "--by", "team,key").out())
          .contains("forgotten-")
          .doesNotContain("Ann", "ann");
      assertThat(gateway.done("audit", "verify").out()).contains("in order");
      assertThat(gateway.run("forget", "--team", "Ann.Smith").err())
          .contains("neither the store's accounts nor its ledger have a team Ann.Smith");
      assertThat(gateway.run("forget", "--key", "old").err())
          .contains("the configuration names it: old");
      assertThat(gateway.done("forget", "--user", "u-17").out()).contains("tags of 0 calls");
      assertThat(gateway.run("forget").code()).isEqualTo(2);
      assertThat(Files.readString(folder.resolve("data/keys.copy"))).doesNotContain("Ann");
    }
  }

  @Test
  void a_person_is_forgotten_with_keys_which_end_where_that_is_said() throws Exception {
    String person;
    String secret;
    try (Accounts accounts = Accounts.open(StoreConfig.in(folder.resolve("data")), Clock.SYSTEM)) {
      accounts.changes().createTeam("test", "search", BudgetTerms.NONE);
      var profile = new Profile("ann@example.com", "", "ann@example.com", "Ann Smith", "");
      person = accounts.people().create("scim", new PeopleChanges.Draft(profile, true)).id();
      var key =
          new NewKey("anns", "search", false, 0, KeyTerms.upTo(Band.NORMAL), KeyOwner.of(person));
      secret = accounts.changes().createKey("test", key).secret().text();
    }
    try (ServedStore gateway = new ServedStore(folder)) {
      assertThat(gateway.status(secret)).isEqualTo(200);
      Run refused = gateway.run("forget", "--person", person);
      assertThat(refused.code()).isEqualTo(CANNOT_START);
      assertThat(refused.err()).contains("keys can call: anns").contains("--revoke");
      assertThat(gateway.done("forget", "--person", person, "--revoke").out())
          .contains("removed 1 key and 0 calls", "stay as forgotten-", "left: ");
      assertThat(gateway.status(secret)).isEqualTo(401);
      assertThat(gateway.run("forget", "--person", person, "--revoke").err())
          .contains("there is no person " + person);
      assertThat(gateway.run("forget", "--person", person, "--key", "old").code()).isEqualTo(2);
      assertThat(gateway.done("audit", "verify").out()).contains("in order");
    }
  }
}
