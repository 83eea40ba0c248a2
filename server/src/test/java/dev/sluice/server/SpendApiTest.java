package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.accounts.store.Store;
import dev.sluice.call.request.PricedExtra;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was spent and what may be, over real sockets: sums, tables, budgets, warnings, and what was
/// counted before the process.
class SpendApiTest {
  private static final String MONTHS =
      "insert into spend_months select substr(day, 1, 7), team, key_id, max(key_name), model,"
          + " target, payer, reason, sum(calls), sum(input), sum(cached), sum(written_5m),"
          + " sum(written_1h), sum(audio_input), sum(image_input), sum(output), sum(audio_output),"
          + " sum(image_output), sum(requests), sum(nanos), sum(estimated), sum(unpriced),"
          + " tags from spend"
          + " group by substr(day, 1, 7), team, key_id, model, target, payer, reason, tags";
  private static final String MAY = "from=2026-05-01&to=2026-05-31";

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

  private JsonNode get(String path) throws Exception {
    return gateway.get(path);
  }

  private HttpResponse<String> admin(String path) throws Exception {
    return gateway.admin(path);
  }

  private double setAside() throws Exception {
    return get("/admin/v1/budgets?of=key").path("budgets").get(1).path("set_aside").asDouble();
  }

  /// Rows as the ledger writes them: two keys of two teams, on three days of May.
  private void spent() throws Exception {
    Store store = gateway.accounts().store().orElseThrow();
    String insert =
        "insert into spend (day, team, key_id, key_name, model, target, payer, reason, calls,"
            + " input, cached, written_5m, written_1h, audio_input, image_input, output,"
            + " audio_output, image_output, requests, nanos, estimated, unpriced)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, 1, 10, 4, 0, 0, 0, 0, 5, 0, 0, 1, ?, 0, 0)";
    store
        .write(
            sql -> {
              for (int day = 1; day <= 3; day++) {
                String date = "2026-05-0" + day;
                sql.update(
                    insert, date, "search", "k1", "live", "m", "p/m", "key", "", 1_500_000_000L);
                sql.update(insert, date, "ops", "k2", "=bad,", "m", "p/m", "key", "", 250L);
                sql.update(insert, date, "search", "k1", "live", "m", "q/m", "gateway", "race", 7L);
              }
              sql.update(MONTHS);
              for (String table :
                  List.of(
                      "spend_units values ('2026-05-01'", "spend_months_units values ('2026-05'")) {
                String row = "insert into " + table + ", ?, ?, 'm', 'p/m', 'key', '', '', ?, ?, ?)";
                sql.update(row, "search", "k1", "image", "hd/1024x1024", 3L);
                sql.update(row, "search", "k1", "image", "low", 2L);
                sql.update(row, "ops", "k2", "audio_second", "", 60L);
              }
              return true;
            })
        .join();
  }

  @Test
  void sums_are_by_what_is_asked_for_in_the_days_that_are() throws Exception {
    spent();
    JsonNode teams = get("/admin/v1/spend?by=team,payer&" + MAY);
    assertThat(teams.path("rows")).hasSize(3);
    JsonNode first = teams.path("rows").get(0);
    assertThat(first.path("team").asText()).isEqualTo("ops");
    assertThat(first.path("cost").decimalValue().toPlainString()).isEqualTo("0.00000075");
    assertThat(first.path("input").asLong()).isEqualTo(30);
    assertThat(first.path("cache_read").asLong()).isEqualTo(12);
    assertThat(teams.path("total").path("calls").asLong()).isEqualTo(9);
    assertThat(first.path("units").toString()).isEqualTo("{\"audio_second\":60}");
    assertThat(teams.path("total").path("units").toString())
        .isEqualTo(
            "{\"image\":5,\"audio_second\":60,\"image_kind\":{\"hd/1024x1024\":3,\"low\":2}}");
    assertThat(teams.path("zone").asText()).isEqualTo("UTC");
    JsonNode one =
        get("/admin/v1/spend?by=day,key&team=search&payer=key&from=2026-05-02&to=2026-05-02");
    assertThat(one.path("rows")).hasSize(1);
    assertThat(one.path("rows").get(0).path("key_name").asText()).isEqualTo("live");
    assertThat(one.path("rows").get(0).path("cost").asDouble()).isEqualTo(1.5);
  }

  @Test
  void a_call_is_in_the_sums_soon_after_its_end() throws Exception {
    assertThat(get("/admin/v1/spend?by=team").path("rows")).isEmpty();
    assertThat(get("/admin/v1/spend").path("total").path("calls").asLong()).isZero();
    assertThat(gateway.call("fixed-key")).isEqualTo(200);
    await().until(() -> get("/admin/v1/spend").path("total").path("calls").asLong() == 1);
    JsonNode row = get("/admin/v1/spend?by=team,key,model,target,payer").path("rows").get(0);
    assertThat(row.path("team").asText()).isEqualTo("ops");
    assertThat(row.path("key").asText()).isEqualTo("fixed");
    assertThat(row.path("target").asText()).isEqualTo("p/m");
    assertThat(row.path("cost").asDouble()).isEqualTo(0.0002);
  }

  @Test
  void calls_are_found_by_their_identifier_and_by_their_team() throws Exception {
    assertThat(gateway.call("fixed-key")).isEqualTo(200);
    await().until(() -> get("/admin/v1/spend").path("total").path("calls").asLong() == 1);
    JsonNode team = get("/admin/v1/spend/calls?team=ops");
    assertThat(team.path("team").asText()).isEqualTo("ops");
    assertThat(team.path("calls")).hasSize(1);
    JsonNode call = team.path("calls").get(0);
    assertThat(call.path("name").asText()).isEqualTo("fixed");
    String id = call.path("id").asText();
    JsonNode found = get("/admin/v1/spend/calls?request=" + id);
    assertThat(found.path("calls")).hasSize(1);
    assertThat(found.path("calls").get(0).path("key").asText()).isEqualTo("fixed");
    assertThat(found.path("whole").asBoolean()).isTrue();
    assertThat(found.path("from").asText()).isEqualTo(found.path("to").asText());
    assertThat(get("/admin/v1/spend/calls?request=" + id + "&" + MAY).path("calls")).isEmpty();
    assertThat(get("/admin/v1/spend/calls?team=ops&failed=true").path("calls")).isEmpty();
    assertThat(get("/admin/v1/spend/calls?team=ops&target=p/m").path("calls")).hasSize(1);
    assertThat(get("/admin/v1/spend/calls?team=ops&target=q/m").path("calls")).isEmpty();
    assertThat(get("/admin/v1/spend/calls?team=ops&" + MAY).path("calls")).isEmpty();
    await().until(() -> get("/admin/v1/calls?id=" + id).path("calls").size() == 1);
    JsonNode kept = get("/admin/v1/calls?id=" + id);
    assertThat(kept.path("calls")).hasSize(1);
    assertThat(kept.path("kept").asInt()).isEqualTo(1);
    assertThat(get("/admin/v1/calls?id=none").path("calls")).isEmpty();
    assertThat(get("/admin/v1/calls?failed=true").path("calls")).isEmpty();
    assertThat(get("/admin/v1/calls?names=true").path("names").path("target").get(0).asText())
        .isEqualTo("p/*");
    for (String query :
        List.of(
            "request=",
            "request=a&key=b",
            "team=none",
            "key=fixed&team=ops",
            "key=fixed&failed=1",
            "request=a&from=x")) {
      assertThat(admin("/admin/v1/spend/calls?" + query).statusCode()).as(query).isIn(400, 404);
    }
    assertThat(admin("/admin/v1/calls?failed=1").body())
        .contains("failed must be true or false; it is");
  }

  @Test
  void sums_come_in_pages() throws Exception {
    spent();
    Set<String> seen = new HashSet<>();
    String after = "";
    do {
      JsonNode page = get("/admin/v1/spend?by=day,team&limit=2&" + MAY + "&after=" + after);
      assertThat(page.path("total").path("calls").asLong()).isEqualTo(after.isEmpty() ? 9 : 0);
      assertThat(page.path("total").isNull()).isNotEqualTo(after.isEmpty());
      page.path("rows")
          .forEach(row -> seen.add(row.path("day").asText() + row.path("team").asText()));
      after = page.path("next").asText("").replace("%", "%25").replace(",", "%2C");
    } while (!after.isEmpty() && !after.equals("null"));
    assertThat(seen).hasSize(6);
  }

  @Test
  void a_table_for_spreadsheets_has_all_rows_and_no_formula() throws Exception {
    spent();
    HttpResponse<String> csv = admin("/admin/v1/spend?by=key,payer&format=csv&" + MAY);
    assertThat(csv.headers().firstValue("content-type")).hasValue("text/csv; charset=utf-8");
    assertThat(csv.headers().firstValue("content-disposition"))
        .hasValue("attachment; filename=\"spend-2026-05-01-2026-05-31.csv\"");
    assertThat(csv.body())
        .isEqualTo(
            """
            key,payer,key_name,calls,input,cache_read,cache_write,cache_write_1h,audio_input,\
            image_input,output,audio_output,image_output,request,image,audio_second,$NAMES,\
            image_kind,cost_usd,estimated,unpriced
            k1,gateway,live,3,30,12,0,0,0,0,15,0,0,3,0,0,$ZEROS,,0.000000021,0,0
            k1,key,live,3,30,12,0,0,0,0,15,0,0,3,5,0,$ZEROS,hd/1024x1024=3 low=2,4.50,0,0
            k2,key,"'=bad,",3,30,12,0,0,0,0,15,0,0,3,0,60,$ZEROS,,0.00000075,0,0
            """
                .replace("$NAMES", otherUnits(PricedExtra::word))
                .replace("$ZEROS", otherUnits(_ -> "0"))
                .replace("\n", "\r\n"));
  }

  /// The units behind pictures and seconds, each in a column.
  private static String otherUnits(Function<PricedExtra, String> cell) {
    return Arrays.stream(PricedExtra.values())
        .filter(PricedExtra::isUnit)
        .skip(2)
        .map(cell)
        .collect(Collectors.joining(","));
  }

  @Test
  void bad_questions_are_told_what_is_wrong() throws Exception {
    bad("by=tenant", "there is no column tenant; there are: day, team, key, model");
    bad("from=2026-06-01&to=2026-05-01", "from must not lie behind to");
    bad("from=yesterday", "from must be a day such as 2026-11-01; it is yesterday");
    bad("from=2026-02-30", "from must be a day such as 2026-11-01");
    bad("to=%2B999999999-12-31", "to must be a day of the years 0001 to 9999; it is +999999999");
    bad("from=0000-12-31", "from must be a day of the years 0001 to 9999; it is 0000-12-31");
    bad("format=xml", "format must be json or csv; it is xml");
    bad("by=team&after=a,b,c", "after must be the `next` of the page before");
    bad("by=team&after=%25zz", "after must be the `next` of the page before");
    bad("limit=0", "limit must be a whole number from 1 to 1000");
    bad("colour=red", "each parameter is given once, and there are");
    for (String query : List.of("limit=x", "order=name", "order=spent&after=all:all/month")) {
      assertThat(admin("/admin/v1/budgets?" + query).statusCode()).as(query).isEqualTo(400);
    }
  }

  private void bad(String query, String words) throws Exception {
    HttpResponse<String> answer = admin("/admin/v1/spend?" + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(MeteredGateway.MAPPER.readTree(answer.body()).path("error").path("message").asText())
        .contains(words);
  }

  @Test
  void nobody_without_a_token_learns_what_was_spent() throws Exception {
    for (String path :
        List.of(
            "/admin/v1/spend?format=csv", "/admin/v1/spend/calls?key=fixed", "/admin/v1/budgets")) {
      String url = gateway.process().adminUrl() + path;
      assertThat(gateway.send("GET", url, "", "wrong").statusCode()).isEqualTo(401);
      assertThat(gateway.send("GET", url, "", "operator-token").statusCode()).isEqualTo(200);
      assertThat(gateway.send("POST", url, "", "admin-token").statusCode()).isEqualTo(405);
    }
  }

  @Test
  void a_gateway_without_a_store_says_how_to_get_one() throws Exception {
    String bare = gateway.yaml().replaceFirst("store: .*\n", "");
    GatewayProcess without = MeteredGateway.bare(bare);
    try {
      HttpResponse<String> answer =
          gateway.send("GET", without.adminUrl() + "/admin/v1/spend", "", "viewer-token");
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body()).contains("no_store", "store: {path: data}");
      HttpResponse<String> budgets =
          gateway.send("GET", without.adminUrl() + "/admin/v1/budgets", "", "viewer-token");
      assertThat(budgets.body()).contains("\"of\":\"all\"", "\"limit\":100.00");
      HttpResponse<String> window =
          gateway.send(
              "GET", without.adminUrl() + "/admin/v1/report?window=30d", "", "viewer-token");
      assertThat(window.statusCode()).isEqualTo(400);
      assertThat(window.body()).contains("5s to 24h", "with a store it may be longer");
    } finally {
      without.drainAndClose();
    }
  }

  @Test
  void budgets_tell_how_they_stand_and_a_warning_is_given_once() throws Exception {
    gateway.post("/admin/v1/teams", "{\"name\":\"search\",\"budgets\":[\"500USD/month\"]}");
    JsonNode made =
        gateway.post(
            "/admin/v1/keys",
            "{\"team\":\"search\",\"name\":\"live\",\"budgets\":[\"0.01USD/total\",\"1USD/day\"]}");
    String id = made.path("key").path("id").asText();
    int answered = 0;
    while (gateway.call(made.path("secret").asText()) == 200) {
      answered++;
      // A call is paid behind its answer.
      await().pollDelay(Duration.ZERO).until(() -> setAside() == 0);
    }
    assertThat(answered).isBetween(40, 50);
    JsonNode all = get("/admin/v1/budgets").path("budgets");
    assertThat(all).hasSize(4);
    assertThat(all.get(0).path("of").asText()).isEqualTo("all");
    JsonNode key = get("/admin/v1/budgets?of=key").path("budgets").get(1);
    assertThat(key.path("id").asText()).isEqualTo(id);
    assertThat(key.path("name").asText()).isEqualTo("live");
    assertThat(key.path("window").asText()).isEqualTo("total");
    assertThat(key.path("ends").isNull()).isTrue();
    assertThat(key.path("warned").asBoolean()).isTrue();
    assertThat(key.path("limit").asDouble()).isEqualTo(0.01);
    assertThat(key.path("spent").asDouble()).isBetween(0.008, 0.0101);
    assertThat(key.path("set_aside").asDouble()).isZero();
    JsonNode team = get("/admin/v1/teams/search").path("standing").get(0);
    assertThat(team.path("spent").asDouble()).isEqualTo(key.path("spent").asDouble());
    assertThat(team.path("warned").asBoolean()).isFalse();
    assertThat(get("/admin/v1/keys/" + id).path("standing")).hasSize(2);
    assertThat(get("/admin/v1/budgets?team=ops").path("budgets")).isEmpty();
    JsonNode most = get("/admin/v1/budgets?order=spent&limit=1");
    assertThat(most.path("budgets")).hasSize(1);
    assertThat(most.path("budgets").get(0).path("window").asText()).isEqualTo("total");
    assertThat(most.path("next").isNull()).isTrue();
    assertThat(get("/admin/v1/audit?subject=" + id).path("entries")).hasSize(1);
    assertThat(get("/admin/v1/audit?subject=search%2Flive").path("entries")).hasSize(1);
    assertThat(get("/admin/v1/audit?subject=%25").path("entries")).isEmpty();
    assertThat(gateway.process().notices().newestFirst())
        .filteredOn(notice -> notice.text().contains("calls beyond it"))
        .singleElement()
        .satisfies(
            notice ->
                assertThat(notice.text())
                    .startsWith("budget: the key live of team search (" + id + ") has spent 0.0")
                    .contains("of its 0.01 USD for total"));
    JsonNode rows = get("/admin/v1/report").path("rows");
    assertThat(rows.get(rows.size() - 1).path("metric").asText()).isEqualTo("spent");
    assertThat(rows.get(rows.size() - 1).path("note").asText()).contains("the caller key \"live\"");
  }

  @Test
  void a_report_goes_back_before_the_start_of_the_process() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(gateway.call("fixed-key")).isEqualTo(200);
    }
    await().until(() -> get("/admin/v1/report").path("calls").asInt() == 3);
    gateway.restart();
    assertThat(gateway.call("fixed-key")).isEqualTo(200);
    await().until(() -> get("/admin/v1/report?window=30d").path("calls").asInt() == 4);
    JsonNode report = get("/admin/v1/report?window=1h");
    assertThat(report.path("calls").asInt()).isEqualTo(4);
    assertThat(report.path("to").asLong() - report.path("from").asLong()).isPositive();
    assertThat(get("/admin/v1/targets?window=24h").path("calls").asInt()).isEqualTo(4);
    JsonNode series = get("/admin/v1/series?window=30d");
    double calls = 0;
    for (JsonNode rate : series.path("calls")) {
      calls += rate.asDouble();
    }
    assertThat(calls).isPositive();
    assertThat(series.path("t").size()).isEqualTo(series.path("calls").size());
    assertThat(admin("/admin/v1/report?window=32d").body()).contains("5s to 31d");
  }
}
