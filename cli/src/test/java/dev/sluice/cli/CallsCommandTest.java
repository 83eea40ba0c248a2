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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

  private static final String KEPT =
      """
      {"id": "req_1", "at": 1795680000000, "operation": "chat", "model": "m", "stream": true,
       "route": "chat", "band": "normal", "tenant": "*", "outcome": "timed_out",
       "why": "first_token", "error": {"status": 504, "code": "upstream_first_token_timeout",
       "message": "no first token came within 1000 ms"}, "queued": 0.2, "total": 1.25,
       "attempts": [{"target": "steady/m", "begun": 0.2, "ended": 1.2}]}
      """;

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private HttpServer listener;

  @BeforeEach
  void start() throws IOException {
    listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    listener.createContext("/admin/v1/spend/calls", this::answer);
    listener.createContext("/admin/v1/calls", this::kept);
    listener.start();
  }

  @AfterEach
  void stop() {
    listener.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    asked.add(query);
    if (query.startsWith("request=")) {
      found(exchange, query);
      return;
    }
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

  private void kept(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    asked.add(query);
    boolean none = query.contains("id=none");
    say(
        exchange,
        "{\"kept\": 3, \"since\": 1795680000000, \"calls\": [%s]}".formatted(none ? "" : KEPT));
  }

  private static void found(HttpExchange exchange, String query) throws IOException {
    boolean none = query.contains("request=none");
    String call =
        CALL.formatted(1, "m", "timed_out", "key", "", false, false)
            .replace("openai/gpt-5-mini", "p/m")
            .replace(
                "\"outcome\"",
                "\"key\": \"k1\", \"name\": \"live\", \"why\": \"first_token\", \"error\":"
                    + " {\"status\": 504, \"code\": \"upstream_first_token_timeout\"},"
                    + " \"outcome\"");
    String from = query.contains("request=none-2") ? "2026-11-27" : "2026-11-20";
    say(
        exchange,
        "{\"from\": \"%s\", \"to\": \"2026-11-26\", \"whole\": %s, \"calls\": [%s]}"
            .formatted(from, !none, none ? "" : call));
  }

  private static void say(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /// A table, the first of which ends early. A cell has two lines.
  private static void table(HttpExchange exchange, int from, int limit) throws IOException {
    int to = Math.min(25_000, from == 0 ? 4_000 : from + limit);
    if (to < 25_000) {
      exchange.getResponseHeaders().set("x-sluice-next", Integer.toString(to));
    }
    String rows =
        IntStream.range(from, to)
            .mapToObj("req_%d,\"1\n\"\"2\"\r\n"::formatted)
            .collect(Collectors.joining());
    byte[] body = ("id,at\r\n" + rows).getBytes(StandardCharsets.UTF_8);
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
  void names_are_whole_in_a_pipe_and_it_is_said_who_pays() {
    List<String> lines = calls("--last", "4").out().lines().toList();
    assertThat(lines)
        .containsExactly(
            "calls of live (k1) of team search, times in UTC",
            "TIME            MODEL                        INPUT  CACHED  OUTPUT  USD        OUTCOME"
                + "    PAYS",
            "11-26 08:00:00  a-model-of-a-very-long-name  90010  9000    242     0.000695  "
                + " answered   key",
            "11-26 08:00:00  m                            90010  9000    242     0.000695  "
                + " cancelled  race",
            "11-26 08:00:00  m                            90010  9000    242     ~0.000695 "
                + " answered   key",
            "11-26 08:00:00  m                            90010  9000    242     -         "
                + " answered   key",
            "~ usage that the provider did not tell, estimated",
            "- the target has no price");
    assertThat(asked).containsExactly("key=team%2Flive&limit=4&after=");
  }

  @Test
  void what_is_asked_of_the_ledger_is_passed_on() {
    callsOf(
        "--team", "search", "--failed", "--target", "p/m", "--from", "2026-11-01", "--last", "1");
    assertThat(asked)
        .containsExactly("team=search&failed=true&target=p%2Fm&from=2026-11-01&limit=1&after=");
  }

  @Test
  void the_last_calls_in_memory_need_no_key() {
    Run run = plain("--failed", "--target", "steady/m");
    assertThat(asked).containsExactly("failed=true&target=steady%2Fm&limit=50");
    assertThat(run.out().lines().toList())
        .containsExactly(
            "3 calls in memory since 2026-11-26T08:00:00Z, times in UTC",
            "ENDED           OUTCOME    STATUS  TARGET    TENANT  TOOK   REQUEST",
            "11-26 08:00:01  timed_out  504     steady/m  -       1.25s  req_1");
  }

  @Test
  void one_call_is_told_with_the_error_that_its_client_got_and_what_it_has_cost() {
    List<String> lines =
        plain("--request", "req_1", "--from", "2026-11-26", "--to", "2026-11-27")
            .out()
            .lines()
            .toList();
    assertThat(asked)
        .containsExactly("id=req_1&limit=1", "request=req_1&from=2026-11-26&to=2026-11-27");
    assertThat(lines)
        .containsExactly(
            "request   req_1",
            "arrived   2026-11-26T08:00:00Z, took 1.25 s",
            "asked     chat of m, as a stream",
            "outcome   timed_out: first_token",
            "error     504 upstream_first_token_timeout",
            "          no first token came within 1000 ms",
            "queued    0.20 s",
            "attempt   steady/m, 1.00 s",
            "ledger    2026-11-26T08:00:00Z, key live of team search",
            "          timed_out: first_token",
            "          its client got 504 upstream_first_token_timeout",
            "          p/m",
            "          0.000695 USD, paid by the key");
    assertThat(lines).allMatch(line -> line.length() <= 80);
  }

  @Test
  void a_call_that_is_not_there_ends_with_1_and_says_how_far_was_looked() {
    Run run = run("calls", "--request", "none");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out().lines())
        .containsExactly(
            "not among 3 calls in memory since 2026-11-26T08:00:00Z",
            "to look in the ledger, name days: --from 2026-11-01 --to 2026-11-30");
    run = run("calls", "--request", "none", "--from", "2026-11-26");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out().lines())
        .containsExactly(
            "not among 3 calls in memory since 2026-11-26T08:00:00Z",
            "looked at the days 2026-11-20 to 2026-11-26 alone: there was too much; name days"
                + " before them");
    run = run("calls", "--request", "none-2", "--from", "2026-11-26");
    assertThat(run.out())
        .endsWith("looked at a part of 2026-11-26: there was too much; name days before it\n");
  }

  @Test
  void what_does_not_go_together_is_told() {
    assertThat(run("calls", "--request", "a", "--failed").err())
        .contains("--request names one call: leave out --failed, --target and --csv");
    assertThat(run("calls", "--csv").err()).contains("say whose, with --key, --id or --team");
    assertThat(run("calls", "--key", "k", "--to", "2026-11-01").err())
        .contains("--to needs --from");
    assertThat(run("calls", "--key", "k", "--team", "t").err()).contains("mutually exclusive");
  }

  private Run plain(String... more) {
    List<String> args = new ArrayList<>(List.of("calls"));
    args.addAll(List.of(more));
    Run run = run(args.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  private Run run(String... words) {
    List<String> args = new ArrayList<>(List.of(words));
    args.addAll(List.of("--url", "http://127.0.0.1:" + listener.getAddress().getPort()));
    return new Run(Map.of()).run(args.toArray(String[]::new));
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
    assertThat(table)
        .startsWith("id,at\r\nreq_0,")
        .containsOnlyOnce("id,at")
        .contains("\nreq_21999,")
        .doesNotContain("req_22000,");
    assertThat(asked)
        .containsExactly(
            "key=team%2Flive&limit=10000&format=csv&after=",
            "key=team%2Flive&limit=10000&format=csv&after=4000",
            "key=team%2Flive&limit=8000&format=csv&after=14000");
    assertThat(calls("--last", "90000", "--csv").out().lines()).hasSize(1 + 2 * 25_000);
  }

  @Test
  void it_ends_with_the_last_call_that_there_is() {
    assertThat(calls("--last", "5000").out().lines()).hasSize(ALL + 4);
    assertThat(asked).hasSize(2);
  }
}
