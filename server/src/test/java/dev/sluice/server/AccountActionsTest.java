package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changes of teams, keys and budgets over the admin listener: how keys are named, what becomes of
/// a team that is removed, and credits.
class AccountActionsTest {
  private static final String KEYS = "/admin/v1/keys";
  private static final String CREDIT = "/admin/v1/budgets/credit";

  @TempDir private Path folder;
  private MeteredGateway gateway;

  @BeforeEach
  void start() throws Exception {
    gateway = new MeteredGateway(folder);
    gateway.post("/admin/v1/teams", "{\"name\":\"search\",\"budgets\":[\"0.0001USD/month\"]}");
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  private JsonNode key(String team, String name) throws Exception {
    String body = "{\"team\":\"%s\",\"name\":\"%s\"}".formatted(team, name);
    return gateway.post(KEYS, body);
  }

  private static String id(JsonNode made) {
    return made.path("key").path("id").asText();
  }

  private HttpResponse<String> change(String method, String path, String body) throws Exception {
    return gateway.send(method, gateway.process().adminUrl() + path, body, "admin-token");
  }

  private void refused(int status, String words, HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(MeteredGateway.MAPPER.readTree(answer.body()).path("error").path("message").asText())
        .contains(words);
  }

  private void done(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
  }

  @Test
  void a_key_is_named_by_its_id_its_name_or_its_team_and_name() throws Exception {
    JsonNode made = key("search", "live");
    for (String name : new String[] {id(made), "live", "search%2Flive"}) {
      assertThat(gateway.get(KEYS + "/" + name).path("id").asText()).isEqualTo(id(made));
      done(change("PATCH", KEYS + "/" + name, "{\"limits\":{\"rpm\":7}}"));
      done(change("POST", KEYS + "/" + name + "/rotate", "{\"overlap\":\"1h\"}"));
    }
    assertThat(gateway.get(KEYS + "/live").path("limits").path("rpm").asInt()).isEqualTo(7);
    done(change("POST", KEYS + "/search%2Flive/revoke", "{}"));
    assertThat(gateway.get(KEYS + "/live").path("state").asText()).isEqualTo("revoked");
  }

  @Test
  void a_gateway_that_is_alone_has_no_nodes() throws Exception {
    String words = "this gateway is alone: it has no `cluster` in its configuration";
    refused(404, words, change("POST", "/admin/v1/nodes/reload", "{}"));
    refused(404, words, change("GET", "/admin/v1/nodes", ""));
    refused(404, words, change("GET", "/admin/v1/nodes/orders/1", ""));
    refused(400, "an order has a number", change("GET", "/admin/v1/nodes/orders/one", ""));
  }

  @Test
  void a_name_of_several_keys_changes_none_of_them() throws Exception {
    gateway.post("/admin/v1/teams", "{\"name\":\"support\"}");
    String first = id(key("search", "live"));
    String second = id(key("support", "live"));
    for (String action : new String[] {"/rotate", "/revoke"}) {
      HttpResponse<String> answer = change("POST", KEYS + "/live" + action, "{}");
      refused(400, "2 keys are named live: name one by its id, or as TEAM/NAME: ", answer);
      assertThat(answer.body())
          .contains(first + " (search/live)")
          .contains(second + " (support/live)");
    }
    assertThat(gateway.get(KEYS + "/" + first).path("state").asText()).isEqualTo("active");
    refused(400, "2 keys are named live", gateway.admin(KEYS + "/live"));
    refused(400, "2 keys are named live", gateway.admin("/admin/v1/spend?key=live"));
  }

  @Test
  void what_may_be_a_key_of_the_configuration_is_not_changed() throws Exception {
    String words = "the key fixed stands in the configuration (server.keys)";
    refused(400, words, change("POST", KEYS + "/fixed/revoke", "{}"));
    assertThat(gateway.get(KEYS + "/fixed").path("source").asText()).isEqualTo("configuration");
    String namesake = id(key("search", "fixed"));
    HttpResponse<String> answer = change("POST", KEYS + "/fixed/revoke", "{}");
    refused(400, "2 keys are named fixed", answer);
    assertThat(answer.body()).contains("fixed (ops/fixed)", namesake + " (search/fixed)");
    refused(404, "there is no key nobody", change("POST", KEYS + "/nobody/revoke", "{}"));
  }

  @Test
  void what_a_key_has_spent_is_asked_for_by_its_name() throws Exception {
    JsonNode made = key("search", "live");
    gateway
        .accounts()
        .store()
        .orElseThrow()
        .write(
            sql ->
                sql.update(
                    "insert into spend (day, team, key_id, key_name, model, target, payer, reason,"
                        + " calls, input, cached, written_5m, written_1h, audio_input, image_input,"
                        + " output, audio_output, image_output, requests, nanos, estimated,"
                        + " unpriced) values ('2026-05-01', 'search', ?, 'live', 'm', 'p/m', 'key',"
                        + " '', 1, 10, 4, 0, 0, 0, 0, 5, 0, 0, 1, 2000000000, 0, 0)",
                    id(made)))
        .join();
    String may = "/admin/v1/spend?by=key&from=2026-05-01&to=2026-05-30&";
    for (String of : new String[] {"key=live", "key=search/live", "id=" + id(made)}) {
      assertThat(gateway.get(may + of).path("total").path("cost").asInt()).as(of).isEqualTo(2);
    }
    assertThat(gateway.get(may + "key=other").path("rows")).isEmpty();
    refused(400, "leave one out", gateway.admin(may + "key=live&id=live"));
  }

  @Test
  void a_team_is_removed_with_its_keys_and_what_it_has_cost_stays() throws Exception {
    String secret = key("search", "live").path("secret").asText();
    assertThat(gateway.call(secret)).isEqualTo(200);
    refused(
        409,
        "has keys that can call: live (",
        change("POST", "/admin/v1/teams/search/delete", "{}"));
    HttpResponse<String> gone =
        change("POST", "/admin/v1/teams/search/delete", "{\"revoke\":true}");
    done(gone);
    assertThat(gone.body()).contains("\"name\":\"live\"");
    assertThat(gateway.call(secret)).isEqualTo(401);
    assertThat(gateway.admin("/admin/v1/teams/search").statusCode()).isEqualTo(404);
    await()
        .until(() -> gateway.get("/admin/v1/spend?by=team&team=search").path("rows").size() == 1);
    refused(404, "no team", change("POST", "/admin/v1/teams/search/delete", "{}"));
    String path = gateway.process().adminUrl() + "/admin/v1/teams/ops/delete";
    assertThat(gateway.send("POST", path, "{}", "operator-token").statusCode()).isEqualTo(403);
  }

  @Test
  void a_team_of_keys_of_the_configuration_is_not_removed() throws Exception {
    gateway.post("/admin/v1/teams", "{\"name\":\"ops\",\"budgets\":[\"5USD/month\"]}");
    refused(
        409,
        "keys of the configuration are of the team ops: fixed (ops/fixed)",
        change("POST", "/admin/v1/teams/ops/delete", "{\"revoke\":true}"));
  }

  @Test
  void a_credit_lets_a_team_call_on_now_and_after_a_restart() throws Exception {
    String secret = key("search", "live").path("secret").asText();
    assertThat(gateway.call(secret)).isEqualTo(200);
    assertThat(gateway.call(secret)).isEqualTo(429);
    JsonNode given =
        gateway.post(
            CREDIT, "{\"to\":\"search\",\"amount\":\"10USD\",\"reason\":\"an outage\\u202e\"}");
    assertThat(given.path("budgets").get(0).path("credited").asInt()).isEqualTo(10);
    assertThat(gateway.call(secret)).isEqualTo(200);
    JsonNode entry = gateway.get("/admin/v1/audit").path("entries").get(0);
    assertThat(entry.path("action").asText()).isEqualTo("budget.credit");
    assertThat(entry.path("detail").asText()).isEqualTo("10.00 USD: an outage?");
    gateway.restart();
    assertThat(gateway.call(secret)).isEqualTo(200);
    // A call is paid behind its answer.
    await()
        .untilAsserted(
            () -> {
              JsonNode team = gateway.get("/admin/v1/teams/search").path("standing").get(0);
              assertThat(team.path("credited").asInt()).isEqualTo(10);
              assertThat(team.path("spent").asDouble()).isEqualTo(0.0006);
            });
    assertThat(gateway.get("/admin/v1/spend?by=team").path("rows")).hasSize(1);
  }

  @Test
  void a_credit_says_what_is_wrong_with_it() throws Exception {
    key("search", "search");
    key("search", "free");
    credit(400, "search", "10USD", "say team:search or key:search");
    credit(400, "free", "10USD", "has no budget, so that there is nothing to give back");
    credit(404, "nobody", "10USD", "there is no key or team nobody");
    credit(404, "team:free", "10USD", "there is no team free");
    credit(400, "team:search", "10EUR", "such as 10USD; it is 10EUR");
    credit(400, "team:search", "-10USD", "such as 10USD; it is -10USD");
    credit(400, "team:search", "2000000000USD", "at most a billion dollars");
    credit(400, "team:search", "0USD", "must be more than 0");
    refused(400, "no reason", change("POST", CREDIT, "{\"to\":\"x\",\"amount\":\"1USD\"}"));
  }

  private void credit(int status, String to, String amount, String words) throws Exception {
    String body = "{\"to\":\"%s\",\"amount\":\"%s\",\"reason\":\"r\"}".formatted(to, amount);
    refused(status, words, change("POST", CREDIT, body));
  }
}
