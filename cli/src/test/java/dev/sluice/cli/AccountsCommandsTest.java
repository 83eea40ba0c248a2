package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `keys`, `teams`, `audit` and `store` against a gateway that `serve` runs with a store.
class AccountsCommandsTest {
  @TempDir private Path folder;
  private ServedStore served;

  @BeforeEach
  void start() throws Exception {
    served = new ServedStore(folder);
  }

  @AfterEach
  void stop() throws Exception {
    served.close();
  }

  private Run run(String... args) {
    return served.run(args);
  }

  private Run done(String... args) {
    return served.done(args);
  }

  private int status(String key) throws Exception {
    return served.status(key);
  }

  @Test
  void a_key_is_made_shown_rotated_and_revoked() throws Exception {
    assertThat(done("teams", "create", "search", "--budget", "500USD/month").out())
        .isEqualTo("team search\n");
    Run made =
        done(
            "keys",
            "create",
            "--team",
            "search",
            "--name",
            "live",
            "--models",
            "gpt-*,small",
            "--budget",
            "50USD/month",
            "--expires",
            "90d",
            "--tpm",
            "200K",
            "--rpm",
            "60");
    String secret = made.out().strip();
    assertThat(secret).matches("sk-slc-[0-9a-z-]+");
    assertThat(made.err()).contains("of team search, live").doesNotContain(secret);
    assertThat(status(secret)).isEqualTo(200);
    String id = secret.split("-", -1)[2];
    assertThat(done("keys", "list").out())
        .contains(id + "  search  live  active")
        .contains("old", "legacy")
        .doesNotContain(secret);
    assertThat(done("keys", "show", id).out())
        .contains("\"rpm\" : 60", "\"tpm\" : 200000", "\"50USD/month\"");
    String next = done("keys", "rotate", id, "--overlap", "0s").out().strip();
    assertThat(status(secret)).isEqualTo(401);
    assertThat(status(next)).isEqualTo(200);
    assertThat(done("keys", "revoke", id, "--now").out()).contains("is revoked");
    assertThat(status(next)).isEqualTo(401);
    assertThat(done("keys", "list", "--state", "active").out()).doesNotContain(id);
    assertThat(done("teams", "list").out()).contains("search", "500USD/month");
    assertThat(done("teams", "show", "search").out()).contains("\"name\" : \"search\"");
    assertThat(done("budgets").out())
        .contains(
            "OF    NAME",
            "team  search  search  500.00USD/month  20",
            "0.00   0.00       500.00  20");
    assertThat(done("budgets", "--team", "nobody").out()).doesNotContain("search");
    assertThat(done("spend", "--by", "team,model").out())
        .contains("TEAM  MODEL  CALLS  INPUT  CACHED  OUTPUT  COST (USD)", "all          0");
    assertThat(done("spend", "--by", "team", "--csv").out()).startsWith("team,calls,input");
    assertThat(done("spend", "--by", "tags,team", "--csv").out()).startsWith("Tags,team,calls");
    assertThat(run("spend", "--by", "team", "--tag", "feature=search").err())
        .contains("each parameter is given once, and there are");
    assertThat(done("calls", "--key", "search/live").out())
        .isEqualTo(
            "calls of live (%s) of team search, times in UTC%n".formatted(id)
                + "TIME  MODEL  INPUT  CACHED  OUTPUT  USD  OUTCOME  PAYS\n");
    assertThat(done("calls", "--key", "old", "--csv").out()).startsWith("id,at,ended,team");
    assertThat(done("calls", "--key", "old", "--json").out()).contains("\"calls\" : [ ]");
    assertThat(done("audit", "list").out()).contains("key.revoke", "team.create", "admin");
    assertThat(done("audit", "verify").out()).startsWith("4 entries in order; ");
  }

  @Test
  void a_key_and_a_team_are_changed_by_name_and_what_is_not_named_stays() throws Exception {
    done("teams", "create", "search", "--budget", "500USD/month");
    done("keys", "create", "--team", "search", "--name", "live", "--rpm", "60", "--models", "m");
    assertThat(done("keys", "update", "search/live", "--budget", "5USD/day", "--strict").out())
        .matches("key [0-9a-z]{10} \\(search/live\\) is changed\n");
    assertThat(done("keys", "show", "live").out())
        .contains("\"rpm\" : 60", "\"5USD/day\"", "\"strict\" : true", "\"m\"");
    done("keys", "update", "live", "--no-strict", "--models", "", "--rpm", "0", "--tpm", "9");
    assertThat(done("keys", "show", "live").out())
        .contains("\"rpm\" : 0", "\"tpm\" : 9", "\"5USD/day\"", "\"strict\" : false")
        .contains("\"models\" : [ ]");
    assertThat(run("keys", "update", "live").err())
        .isEqualTo("sluice: nothing is to be changed: name it, such as --budget 50USD/month\n");
    assertThat(done("teams", "update", "search", "--budget", "7USD/week").out())
        .isEqualTo("team search is changed\n");
    assertThat(done("teams", "list").out()).contains("7USD/week").doesNotContain("500USD");
    assertThat(done("keys", "rotate", "search/live").out()).startsWith("sk-slc-");
    assertThat(done("spend", "--key", "live").out()).contains("all   0");
    assertThat(done("keys", "revoke", "live").out()).endsWith("(search/live) is revoked\n");
  }

  @Test
  void a_name_of_two_keys_is_refused_with_both_of_them() {
    for (String team : new String[] {"search", "support"}) {
      done("teams", "create", team);
      done("keys", "create", "--team", team, "--name", "live");
    }
    for (String command : new String[] {"revoke", "rotate", "show", "update"}) {
      Run run =
          command.equals("update")
              ? run("keys", command, "live", "--rpm", "1")
              : run("keys", command, "live");
      assertThat(run.code()).isEqualTo(3);
      assertThat(run.err())
          .contains("2 keys are named live", "(search/live)", "(support/live)")
          .hasLineCount(1);
    }
    assertThat(run("spend", "--key", "live").err()).contains("2 keys are named live");
    done("keys", "revoke", "support/live");
  }

  @Test
  void a_team_is_removed_when_its_keys_are_to_end_with_it() throws Exception {
    done("teams", "create", "search");
    String secret = done("keys", "create", "--team", "search", "--name", "live").out().strip();
    assertThat(run("teams", "delete", "search").err())
        .contains("the team search has keys that can call: live (", "say --revoke")
        .hasLineCount(1);
    assertThat(done("teams", "delete", "search", "--revoke").out())
        .isEqualTo(
            "team search is removed, with 1 key; what its calls have cost stays in `sluice spend"
                + " --team search`\n");
    assertThat(status(secret)).isEqualTo(401);
    assertThat(done("keys", "list").out()).doesNotContain("search");
  }

  @Test
  void calls_that_a_limit_of_the_key_has_refused_are_among_its_calls() throws Exception {
    done("teams", "create", "search");
    Run made = done("keys", "create", "--team", "search", "--name", "live", "--rpm", "1");
    String secret = made.out().strip();
    assertThat(served.call(secret)).isNotEqualTo(429);
    assertThat(served.call(secret)).isEqualTo(429);
    assertThat(done("calls", "--key", "live").out())
        .containsPattern("m +0 +0 +0 +- +limit_reached +refused here\n")
        .endsWith("1 refused here within an hour, by limits and budgets; they cost nothing\n");
    assertThat(done("calls", "--key", "live").out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void a_credit_is_given_and_shown() {
    done("teams", "create", "search", "--budget", "500USD/month");
    assertThat(done("budgets", "credit", "search", "10USD", "--reason", "outage").out())
        .isEqualTo("team search, 500.00USD/month: 0.00 spent, 10.00 credited, 510.00 left\n");
    assertThat(done("budgets").out()).contains("10.00 credited");
    assertThat(done("audit", "list").out()).contains("budget.credit");
    assertThat(run("budgets", "credit", "search", "10USD").code()).isEqualTo(2);
    assertThat(run("budgets", "credit", "old", "10USD", "--reason", "r").err())
        .contains("the key legacy/old (old) has no budget")
        .hasLineCount(1);
  }

  @Test
  void a_refusal_is_told_in_one_line() {
    assertThat(run("keys", "create", "--team", "nobody", "--name", "n").err())
        .contains("there is no team nobody")
        .hasLineCount(1);
    assertThat(run("keys", "show", "nothing").err()).contains("there is no key nothing");
    assertThat(run("keys", "create", "--team", "t", "--name", "n", "--expires", "soon").err())
        .contains("--expires must be a duration such as 90d");
    assertThat(run("spend", "--by", "tenant").err())
        .contains("there is no column tenant; there are: day, team")
        .hasLineCount(1);
    assertThat(run("spend", "--from", "2026-12-01", "--to", "2026-11-01", "--csv").err())
        .contains("from must not lie behind to")
        .hasLineCount(1);
    assertThat(run("calls", "--key", "nobody").err())
        .contains("there is no key nobody")
        .hasLineCount(1);
    assertThat(run("calls", "--key", "old", "--last", "0").err())
        .contains("--last must be 1 or more; it is 0");
    assertThat(run("calls", "--key", "old", "--csv", "--json").code()).isEqualTo(2);
    Run bare = new Run(Map.of()).run("teams", "list", "--url", served.admin());
    assertThat(bare.err()).contains("set SLUICE_ADMIN_TOKEN");
    assertThat(bare.code()).isEqualTo(3);
  }

  @Test
  void a_new_store_is_made_where_the_old_one_is_gone() throws Exception {
    Run early = run("store", "create");
    assertThat(early.code()).isEqualTo(3);
    assertThat(early.err()).contains("is there: a new one is made where it is gone");
    done("teams", "create", "search");
    String secret = done("keys", "create", "--team", "search", "--name", "live").out().strip();
    Files.delete(folder.resolve("data/sluice.db"));
    await().until(() -> served.err().contains("is gone: put it back, or a backup of it"));
    assertThat(served.err()).contains("known keys go on", "`./sluice store create`");
    assertThat(status(secret)).isEqualTo(200);
    assertThat(done("store", "create").out()).isEqualTo("store " + folder + "/data\n");
    await().until(() -> served.err().contains("the store is there again"));
    assertThat(status(secret)).isEqualTo(401);
    assertThat(done("audit", "list").out()).contains("store.create");
  }

  @Test
  void a_second_server_on_the_same_store_does_not_start() {
    Run second = new Run(Map.of()).run("serve", "-c", folder + "/sluice.yaml", "--port", "0");
    assertThat(second.code()).isEqualTo(3);
    assertThat(second.err()).contains("is held by another process").hasLineCount(1);
  }

  @Test
  void a_key_that_is_called_like_a_team_is_noticed() throws Exception {
    done("teams", "create", "search");
    Path file = folder.resolve("sluice.yaml");
    String config = Files.readString(file);
    Files.writeString(
        file, config.replace("{name: old, ", "{name: search, key: sk-s}, {name: old, "));
    String words = "the key search names no team, and would be of the store's team search";
    assertThat(Run.of("validate", file.toString()).out()).contains(words, "add `team: search`");
    assertThat(run("reload").out() + run("reload").err()).contains(words);
  }

  @Test
  void a_tenant_of_a_key_is_noticed_as_a_team() {
    Run run = Run.of("validate", folder + "/sluice.yaml");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("server.keys[0].tenant is read as team", "`team: legacy`");
  }
}
