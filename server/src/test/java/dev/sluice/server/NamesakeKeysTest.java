package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.accounts.AccountChanges;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.server.log.LatestNotices;
import dev.sluice.server.reload.ReloadResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys of a configuration that have the name of a team of the store and no team of their own: none
/// becomes one of the team's unnoticed.
class NamesakeKeysTest {
  private static final String FIXED = "{name: fixed, key: fixed-key, team: ops}";
  private static final String ALONE = "{name: search, key: search-key}";
  private static final String WORDS =
      "server.keys: the key search names no team, and would be of the store's team search by its"
          + " name, with its caches and budgets: add `team: search` to it if that is meant, or give"
          + " it another name";

  @TempDir private Path folder;
  private MeteredGateway gateway;

  @BeforeEach
  void start() throws Exception {
    gateway = new MeteredGateway(folder);
    gateway.post("/admin/v1/teams", "{\"name\":\"search\"}");
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  private List<String> problems(String keys) {
    gateway.configure(keys);
    return gateway.process().reload("test", false).problems();
  }

  private List<String> notices() {
    return gateway.process().notices().newestFirst().stream()
        .map(LatestNotices.Entry::text)
        .toList();
  }

  @Test
  void a_reload_with_one_is_refused_and_the_old_configuration_goes_on() throws Exception {
    assertThat(problems(FIXED + ", " + ALONE)).containsExactly(WORDS);
    assertThat(gateway.call("search-key")).isEqualTo(401);
    assertThat(gateway.call("fixed-key")).isEqualTo(200);
  }

  @Test
  void a_key_that_names_the_team_is_of_it() throws Exception {
    String member = "{name: search, key: search-key, team: search}";
    assertThat(problems(FIXED + ", " + member)).isEmpty();
    assertThat(gateway.call("search-key")).isEqualTo(200);
    assertThat(key("search").path("namesake").asBoolean()).isFalse();
  }

  @Test
  void a_start_with_one_says_so_and_the_list_of_keys_marks_it() throws Exception {
    gateway.configure(FIXED + ", " + ALONE);
    gateway.restart();
    assertThat(notices()).contains(WORDS);
    assertThat(key("search").path("namesake").asBoolean()).isTrue();
    assertThat(key("fixed").path("namesake").asBoolean()).isFalse();
  }

  /// Its changes know nothing of this gateway's keys, as those of another one do not.
  @Test
  void a_team_that_another_gateway_makes_is_told_once() throws Exception {
    gateway.configure(FIXED + ", {name: jobs, key: jobs-key}");
    assertThat(gateway.process().reload("test", false).problems()).isEmpty();
    assertThat(jobs()).isZero();
    AccountChanges changes = gateway.accounts().changes();
    changes.createTeam("other", "jobs", BudgetTerms.NONE);
    changes.createTeam("other", "more", BudgetTerms.NONE);
    assertThat(jobs()).isEqualTo(1);
    assertThat(key("jobs").path("namesake").asBoolean()).isTrue();
  }

  private long jobs() {
    return notices().stream().filter(text -> text.contains("the key jobs names no team")).count();
  }

  @Test
  void one_that_was_there_at_the_start_keeps_no_reload_from_other_changes() throws Exception {
    gateway.configure(FIXED + ", " + ALONE);
    gateway.restart();
    gateway.configure("{name: fixed, key: new-key, team: ops}, " + ALONE);
    ReloadResult result = gateway.process().reload("test", false);
    assertThat(result.problems()).isEmpty();
    assertThat(gateway.call("new-key")).isEqualTo(200);
  }

  private JsonNode key(String name) throws Exception {
    for (JsonNode key : gateway.get("/admin/v1/keys").path("keys")) {
      if (key.path("name").asText().equals(name)) {
        return key;
      }
    }
    throw new AssertionError("there is no key " + name);
  }
}
