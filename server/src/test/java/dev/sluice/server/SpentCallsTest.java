package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.call.request.PricedExtra;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The calls of a key one by one, over real sockets.
class SpentCallsTest {
  private static final String CALLS = "/admin/v1/spend/calls";

  @TempDir private Path folder;
  private MeteredGateway gateway;

  @BeforeEach
  void start() throws Exception {
    gateway = new MeteredGateway(folder);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  private JsonNode calls(String query) throws Exception {
    return gateway.get(CALLS + "?" + query);
  }

  /// Makes so many calls, and waits until the store has them.
  private void called(String secret, String id, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      assertThat(gateway.call(secret)).isEqualTo(200);
    }
    await().until(() -> calls("limit=1000&key=" + id).path("calls").size() == times);
  }

  private JsonNode made(String team, String name) throws Exception {
    return gateway.post(
        "/admin/v1/keys", "{\"team\":\"%s\",\"name\":\"%s\"}".formatted(team, name));
  }

  @Test
  void a_call_is_told_with_what_it_has_used_and_cost() throws Exception {
    long before = System.currentTimeMillis();
    called("fixed-key", "fixed", 1);
    JsonNode found = calls("key=fixed");
    assertThat(found.path("key").asText()).isEqualTo("fixed");
    assertThat(found.path("team").asText()).isEqualTo("ops");
    assertThat(found.path("currency").asText()).isEqualTo("USD");
    assertThat(found.path("next").isNull()).isTrue();
    JsonNode call = found.path("calls").get(0);
    assertThat(call.path("id").asText()).isNotEmpty();
    assertThat(call.path("at").asLong())
        .isBetween(before, call.path("ended").asLong())
        .isLessThanOrEqualTo(System.currentTimeMillis());
    assertThat(call.path("model").asText()).isEqualTo("m");
    assertThat(call.path("target").asText()).isEqualTo("p/m");
    assertThat(call.path("outcome").asText()).isEqualTo("answered");
    assertThat(call.path("payer").asText()).isEqualTo("key");
    assertThat(call.path("reason").asText()).isEmpty();
    assertThat(call.path("input").asLong()).isEqualTo(100);
    assertThat(call.path("output").asLong()).isEqualTo(100);
    assertThat(call.path("cost").asDouble()).isEqualTo(0.0002);
    assertThat(call.path("estimated").asBoolean()).isFalse();
  }

  @Test
  void pages_hold_each_call_once_the_newest_first_and_a_full_one_may_be_the_last()
      throws Exception {
    called("fixed-key", "fixed", 4);
    List<Long> times = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    JsonNode page = calls("key=fixed&limit=2");
    page.path("calls").forEach(call -> add(call, times, ids));
    String next = URLEncoder.encode(page.path("next").asText(), UTF_8);
    page = calls("key=fixed&limit=2&after=" + next);
    page.path("calls").forEach(call -> add(call, times, ids));
    assertThat(page.path("next").isNull()).isTrue();
    assertThat(new HashSet<>(ids)).hasSize(4);
    assertThat(times).isSortedAccordingTo((one, other) -> Long.compare(other, one));
  }

  private static void add(JsonNode call, List<Long> times, List<String> ids) {
    times.add(call.path("at").asLong());
    ids.add(call.path("id").asText());
  }

  @Test
  void a_key_is_found_by_its_id_its_name_and_its_team_with_its_name() throws Exception {
    gateway.post("/admin/v1/teams", "{\"name\":\"search\"}");
    gateway.post("/admin/v1/teams", "{\"name\":\"jobs\"}");
    JsonNode key = made("search", "live");
    String id = key.path("key").path("id").asText();
    called(key.path("secret").asText(), id, 1);
    for (String name : List.of(id, "live", "search%2Flive")) {
      JsonNode found = calls("key=" + name);
      assertThat(found.path("key").asText()).isEqualTo(id);
      assertThat(found.path("name").asText()).isEqualTo("live");
      assertThat(found.path("calls")).hasSize(1);
    }
    made("jobs", "live");
    bad("key=live", 400, "2 keys are named live: name one by its id, or as TEAM/NAME: ");
    assertThat(calls("key=search%2Flive").path("calls")).hasSize(1);
    assertThat(calls("key=jobs%2Flive").path("calls")).isEmpty();
  }

  @Test
  void calls_that_the_keys_own_limit_has_refused_are_told_apart_and_are_in_no_ledger()
      throws Exception {
    gateway.post("/admin/v1/teams", "{\"name\":\"search\"}");
    JsonNode key =
        gateway.post(
            "/admin/v1/keys", "{\"team\":\"search\",\"name\":\"live\",\"limits\":{\"rpm\":2}}");
    String secret = key.path("secret").asText();
    called(secret, key.path("key").path("id").asText(), 2);
    for (int i = 0; i < 3; i++) {
      assertThat(gateway.call(secret)).isEqualTo(429);
    }
    await().until(() -> calls("key=live").path("refused_here").path("calls").size() == 3);
    JsonNode refused = calls("key=live&limit=2").path("refused_here");
    assertThat(refused.path("calls")).hasSize(2);
    assertThat(refused.path("calls").get(0).path("model").asText()).isEqualTo("m");
    assertThat(refused.path("calls").get(0).path("limit").asText()).isEqualTo("rate");
    assertThat(refused.path("calls").get(0).path("outcome").asText()).isEqualTo("limit_reached");
    long counted = 0;
    for (JsonNode minute : refused.path("minutes")) {
      assertThat(minute.path("at").asLong() % 60_000).isZero();
      counted += minute.path("calls").asLong();
    }
    assertThat(counted).isEqualTo(3);
    assertThat(calls("key=live").path("calls")).hasSize(2);
    assertThat(calls("key=fixed").path("refused_here").path("calls")).isEmpty();
    JsonNode before = calls("key=live&from=2026-01-01&to=2026-01-02").path("refused_here");
    assertThat(before.path("calls")).isEmpty();
    assertThat(before.has("minutes")).isFalse();
  }

  @Test
  void a_key_that_is_gone_from_the_configuration_still_has_its_calls() throws Exception {
    called("fixed-key", "fixed", 2);
    gateway.configure("{name: other, key: other-key, team: ops}");
    gateway.restart();
    JsonNode found = calls("key=fixed");
    assertThat(found.path("calls")).hasSize(2);
    assertThat(found.path("name").isNull()).isTrue();
    bad("key=other", 200, "\"calls\":[]");
  }

  @Test
  void an_id_is_never_the_name_of_another_key() throws Exception {
    gateway.post("/admin/v1/teams", "{\"name\":\"search\"}");
    JsonNode stored = made("search", "fixed");
    String id = stored.path("key").path("id").asText();
    called("fixed-key", "fixed", 2);
    called(stored.path("secret").asText(), id, 1);
    assertThat(calls("key=fixed").path("key").asText()).isEqualTo("fixed");
    gateway.configure("{name: other, key: other-key, team: ops}");
    gateway.restart();
    JsonNode gone = calls("id=fixed");
    assertThat(gone.path("key").asText()).isEqualTo("fixed");
    assertThat(gone.path("name").isNull()).isTrue();
    assertThat(gone.path("calls")).hasSize(2);
    bad("key=fixed", 400, "key: fixed is the name of " + id + " (search/fixed), and the id of");
    bad("key=fixed&format=csv", 400, "say id=" + id + " or id=fixed");
    for (String one : List.of("id=" + id, "key=" + id, "key=search%2Ffixed")) {
      assertThat(calls(one).path("calls")).hasSize(1);
    }
    bad("id=search%2Ffixed", 404, "there is no key search/fixed");
  }

  /// The units, each in a column.
  private static String units(Function<PricedExtra, String> cell) {
    return Arrays.stream(PricedExtra.values())
        .filter(PricedExtra::isUnit)
        .map(cell)
        .collect(Collectors.joining(","));
  }

  @Test
  void a_table_for_spreadsheets_has_the_newest_calls() throws Exception {
    called("fixed-key", "fixed", 3);
    HttpResponse<String> csv = gateway.admin(CALLS + "?key=fixed&format=csv&limit=2");
    assertThat(csv.headers().firstValue("content-type")).hasValue("text/csv; charset=utf-8");
    assertThat(csv.headers().firstValue("content-disposition"))
        .hasValue("attachment; filename=\"calls-fixed.csv\"");
    List<String> lines = csv.body().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst())
        .isEqualTo(
            "id,at,ended,team,key,model,target,outcome,payer,reason,input,cache_read,cache_write,"
                + "cache_write_1h,audio_input,image_input,output,audio_output,image_output,request,"
                + units(PricedExtra::word)
                + ",image_kind,cost_usd,estimated,unpriced,Tags");
    JsonNode newest = calls("key=fixed&limit=1").path("calls").get(0);
    assertThat(lines.get(1))
        .startsWith(newest.path("id").asText() + ",20")
        .endsWith(
            ",ops,fixed,m,p/m,answered,key,,100,0,0,0,0,0,100,0,0,1,"
                + units(_ -> "0")
                + ",,0.0002,0,0,");
    HttpResponse<String> all = gateway.admin(CALLS + "?key=fixed&format=csv");
    assertThat(all.body().lines()).hasSize(4);
    assertThat(all.headers().firstValue("x-sluice-next")).isEmpty();
    String next = csv.headers().firstValue("x-sluice-next").orElseThrow();
    HttpResponse<String> rest =
        gateway.admin(
            CALLS + "?key=fixed&format=csv&limit=1&after=" + URLEncoder.encode(next, UTF_8));
    assertThat(rest.body().lines().toList())
        .containsExactly(lines.getFirst(), all.body().lines().toList().getLast());
    assertThat(rest.headers().firstValue("x-sluice-next")).isEmpty();
  }

  @Test
  void bad_questions_are_told_what_is_wrong() throws Exception {
    bad("", 400, "key is missing, or there is id or team beside it: say whose calls");
    bad("key=fixed&id=fixed", 400, "or there is id or team beside it");
    bad("key=nobody", 404, "there is no key nobody, and no call of one that is gone");
    bad("key=nobody&format=csv", 404, "there is no key nobody");
    bad("key=fixed&after=1,2", 400, "after must be the `next` of the page before");
    bad("key=fixed&after=a,b,c", 400, "of the same question; it is a,b,c");
    bad("key=fixed&after=%25zz", 400, "after must be the `next` of the page before");
    bad("key=fixed&limit=1001", 400, "limit must be a whole number from 1 to 1000");
    bad("key=fixed&limit=10001&format=csv", 400, "from 1 to 10000");
    bad("key=fixed&format=xml", 400, "format must be json or csv; it is xml");
    bad("key=fixed&key=other", 400, "each parameter is given once, and there are");
    bad("key=fixed&team=ops", 400, "or there is id or team beside it");
    bad("key=fixed&day=1", 400, "limit, after, key, id, team, from, to, target, failed, format");
    bad("id=nobody", 404, "there is no key nobody");
    assertThat(calls("key=").path("calls")).isEmpty();
    assertThat(calls("id=").path("calls")).isEmpty();
  }

  private void bad(String query, int status, String words) throws Exception {
    HttpResponse<String> answer = gateway.admin(CALLS + "?" + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(words);
  }

  @Test
  void a_gateway_without_a_store_says_how_to_get_one() throws Exception {
    GatewayProcess bare = MeteredGateway.bare(gateway.yaml().replaceFirst("store: .*\n", ""));
    try {
      HttpResponse<String> answer =
          gateway.send("GET", bare.adminUrl() + CALLS + "?key=fixed", "", "viewer-token");
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body()).contains("no_store", "store: {path: data}");
    } finally {
      bare.drainAndClose();
    }
  }
}
