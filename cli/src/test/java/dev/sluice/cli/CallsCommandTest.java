package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `calls`, against a listener that has 1,500 calls of one key.
class CallsCommandTest {
  private static final int ALL = 1_500;
  private static final String CALL =
      """
      {"id": "req_%1$d", "at": 1795680000000, "ended": 1795680003400, "team": "search",
       "model": "%2$s", "target": "openai/gpt-5-mini", "outcome": "%3$s", "payer": "%4$s",
       "reason": "%5$s", "input": 81000, "cache_read": 9000, "cache_write": 0, "cache_write_1h": 0,
       "audio_input": 0, "image_input": 10, "output": 240, "audio_output": 2, "image_output": 0,
       "request": 1, "cost": 0.00069525, "estimated": %6$s, "unpriced": %7$s}
      """;

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private HttpServer listener;

  @BeforeEach
  void start() throws IOException {
    listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    listener.createContext("/admin/v1/spend/calls", this::answer);
    listener.start();
  }

  @AfterEach
  void stop() {
    listener.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    asked.add(query);
    int from = number(query, "after");
    int to = Math.min(ALL, from + number(query, "limit"));
    List<String> calls = new ArrayList<>();
    for (int i = from; i < to; i++) {
      calls.add(call(i));
    }
    if (query.contains("format=csv")) {
      table(exchange, from, number(query, "limit"));
      return;
    }
    String page =
        "{\"key\": \"k1\", \"name\": \"live\", \"team\": \"search\", \"calls\": %s, \"next\": %s}"
            .formatted(calls, to < ALL ? "\"" + to + "\"" : "null");
    byte[] body = page.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /// A table of one row, whose next one begins where its rows would end.
  private static void table(HttpExchange exchange, int from, int limit) throws IOException {
    if (from + limit < 25_000) {
      exchange.getResponseHeaders().set("x-sluice-next", Integer.toString(from + limit));
    }
    byte[] body = "id,at\r\nreq_%d,1\r\n".formatted(from).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String call(int i) {
    return switch (i) {
      case 1 -> CALL.formatted(i, "m", "cancelled", "gateway", "race", false, false);
      case 2 -> CALL.formatted(i, "m", "answered", "key", "", true, false);
      case 3 -> CALL.formatted(i, "m", "answered", "key", "", false, true);
      default ->
          CALL.formatted(i, "a-model-of-a-very-long-name", "answered", "key", "", false, false);
    };
  }

  private static int number(String query, String name) {
    for (String part : query.split("&", -1)) {
      if (part.startsWith(name + "=") && part.length() > name.length() + 1) {
        return Integer.parseInt(part.substring(name.length() + 1));
      }
    }
    return 0;
  }

  private Run calls(String... more) {
    return callsOf("--key", "team/live", more);
  }

  private Run callsOf(String option, String key, String... more) {
    List<String> args = new ArrayList<>(List.of("calls", option, key));
    args.addAll(List.of("--url", "http://127.0.0.1:" + listener.getAddress().getPort()));
    args.addAll(List.of(more));
    Run run = new Run(Map.of()).run(args.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  @Test
  void a_table_fits_80_columns_and_says_who_pays() {
    List<String> lines = calls("--last", "4").out().lines().toList();
    assertThat(lines)
        .containsExactly(
            "calls of live (k1) of team search, times in UTC",
            "TIME            MODEL          INPUT  CACHED  OUTPUT  USD        OUTCOME    PAYS",
            "11-26 08:00:00  a-model-of...  90010  9000    242     0.000695   answered   key",
            "11-26 08:00:00  m              90010  9000    242     0.000695   cancelled  race",
            "11-26 08:00:00  m              90010  9000    242     ~0.000695  answered   key",
            "11-26 08:00:00  m              90010  9000    242     -          answered   key",
            "~ usage that the provider did not tell, estimated",
            "- the target has no price");
    assertThat(lines).allMatch(line -> line.length() <= 80);
    assertThat(asked).containsExactly("key=team%2Flive&limit=4&after=");
  }

  @Test
  void more_than_a_page_is_asked_for_in_pages() throws Exception {
    JsonNode found = new ObjectMapper().readTree(calls("--last", "1200", "--json").out());
    assertThat(found.path("calls")).hasSize(1_200);
    assertThat(found.path("calls").get(1_199).path("id").asText()).isEqualTo("req_1199");
    assertThat(found.path("next").asText()).isEqualTo("1200");
    assertThat(asked)
        .containsExactly(
            "key=team%2Flive&limit=1000&after=", "key=team%2Flive&limit=200&after=1000");
  }

  @Test
  void an_id_is_asked_for_as_such() {
    callsOf("--id", "live", "--last", "1");
    callsOf("--id", "", "--last", "1");
    callsOf("--key", "", "--last", "1");
    assertThat(asked)
        .containsExactly("id=live&limit=1&after=", "id=&limit=1&after=", "key=&limit=1&after=");
  }

  @Test
  void tables_are_asked_for_one_by_one_and_printed_as_one() {
    String table = calls("--last", "22000", "--csv").out();
    assertThat(table).isEqualTo("id,at\r\nreq_0,1\r\nreq_10000,1\r\nreq_20000,1\r\n");
    assertThat(asked)
        .containsExactly(
            "key=team%2Flive&limit=10000&format=csv&after=",
            "key=team%2Flive&limit=10000&format=csv&after=10000",
            "key=team%2Flive&limit=2000&format=csv&after=20000");
    assertThat(calls("--last", "90000", "--csv").out().lines()).hasSize(4);
  }

  @Test
  void it_ends_with_the_last_call_that_there_is() {
    assertThat(calls("--last", "5000").out().lines()).hasSize(ALL + 4);
    assertThat(asked).hasSize(2);
  }
}
