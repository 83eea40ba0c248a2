package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.reader.ConfigFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a call has cost, over real sockets and without a store: in headers, trailers, the log and
/// metrics.
class CostTest {
  private static final String USAGE =
      "\"usage\": {\"prompt_tokens\": 100, \"completion_tokens\": 100, \"total_tokens\": 200}";
  private static final String ANSWER =
      """
      {"id": "c", "object": "chat.completion", "created": 1, "model": "m",
       "choices": [{"index": 0, "message": {"role": "assistant", "content": "hello"},
         "finish_reason": "stop"}], %s}
      """
          .formatted(USAGE);
  private static final String STREAM =
      """
      data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"hello"},"finish_reason":null}]}

      data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[], %s}

      data: [DONE]

      """
          .formatted(USAGE);
  private static final String PRICES =
      "prices: {models: [{provider: p, model: m, input: 1, output: 1}]}\n";

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private HttpServer provider;
  private @Nullable GatewayProcess started;

  @BeforeEach
  void provide() throws Exception {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext("/", CostTest::answer);
    provider.start();
  }

  @AfterEach
  void stop() throws Exception {
    gateway().drainAndClose();
    provider.stop(0);
  }

  private GatewayProcess gateway() {
    return Objects.requireNonNull(started);
  }

  private static void answer(HttpExchange call) throws IOException {
    String asked = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean stream = asked.contains("\"stream\":true");
    byte[] answer = (stream ? STREAM : ANSWER).getBytes(StandardCharsets.US_ASCII);
    call.getResponseHeaders()
        .set("content-type", stream ? "text/event-stream" : "application/json");
    call.getResponseHeaders().set("x-sluice-cost", "99");
    call.sendResponseHeaders(200, answer.length);
    call.getResponseBody().write(answer);
    call.close();
  }

  private void start(String more) throws Exception {
    String yaml =
        """
        server: {listen: "127.0.0.1:0", drain: 1s, keys: [{name: web, key: web-key, team: ops}]}
        admin: {listen: "127.0.0.1:0"}
        providers:
          p: {type: compatible, url: "http://127.0.0.1:%d/v1", allow_private: true}
        routes:
          any: {models: [m, n], targets: [{provider: p}]}
        """
            .formatted(provider.getAddress().getPort());
    started =
        GatewayProcess.start(
            ConfigFile.of(Doc.parse("sluice.yaml", yaml + more, Map.of())).config(),
            ProcessOptions.defaults().logs(log, OutputStream.nullOutputStream()));
  }

  private String call(String model, boolean stream, String... headers) throws Exception {
    try (var client = new RawClient(gateway().address())) {
      String body =
          "{\"model\":\"%s\",\"stream\":%s,\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
              .formatted(model, stream);
      String head =
          "POST /v1/chat/completions HTTP/1.1\r\n"
              + "Host: localhost\r\n"
              + "Authorization: Bearer web-key\r\n"
              + "Content-Type: application/json\r\n"
              + "Connection: close\r\n"
              + "Content-Length: "
              + body.length()
              + "\r\n"
              + String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList())
              + "\r\n";
      client.send(head + body);
      return client.rest();
    }
  }

  private String metrics() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(gateway().adminUrl() + "/metrics")).build();
      return http.send(request, BodyHandlers.ofString()).body();
    }
  }

  @Test
  void a_whole_answer_says_what_it_costs_and_so_do_log_and_metrics() throws Exception {
    start(PRICES);
    String answer = call("m", false);
    assertThat(answer).contains("x-sluice-cost: 0.0002\r\n").doesNotContain("x-sluice-cost: 99");
    await().until(() -> log.toString(StandardCharsets.UTF_8).contains("\"outcome\""));
    assertThat(log.toString(StandardCharsets.UTF_8)).contains(",\"cost\":0.0002,");
    assertThat(metrics())
        .containsPattern(
            "sluice_cost_usd_total\\{payer=\"key\",target=\"p/m\",team=\"ops\"\\}"
                + " (2\\.0E-4|0\\.0002)");
  }

  @Test
  void a_stream_says_it_behind_its_end_to_clients_that_read_trailers() throws Exception {
    start(PRICES);
    String answer = call("m", true, "TE: trailers");
    assertThat(answer)
        .contains("trailer: x-sluice-cost\r\n")
        .endsWith("0\r\nx-sluice-cost: 0.0002\r\n\r\n");
    assertThat(call("m", true)).doesNotContain("x-sluice-cost").endsWith("0\r\n\r\n");
    await().until(() -> log.toString(StandardCharsets.UTF_8).lines().count() == 2);
    assertThat(log.toString(StandardCharsets.UTF_8).lines())
        .allSatisfy(line -> assertThat(line).contains("\"cost\":0.0002"));
  }

  @Test
  void what_has_no_price_has_no_cost() throws Exception {
    start(PRICES);
    assertThat(call("n", false)).doesNotContain("x-sluice-cost");
    await().until(() -> log.toString(StandardCharsets.UTF_8).contains("\"outcome\""));
    assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("\"cost\"");
    assertThat(metrics()).doesNotContain("sluice_cost_usd_total{");
  }

  @Test
  void nobody_counts_where_nothing_says_prices() throws Exception {
    start("");
    assertThat(call("m", true, "TE: trailers")).doesNotContain("x-sluice-cost", "trailer:");
    await().until(() -> log.toString(StandardCharsets.UTF_8).contains("\"outcome\""));
    assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("\"cost\"");
  }
}
