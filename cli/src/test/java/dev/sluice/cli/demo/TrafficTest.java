package dev.sluice.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrafficTest {
  private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer gateway;

  @BeforeEach
  void listen() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.setExecutor(threads);
    gateway.start();
  }

  @AfterEach
  void end() {
    gateway.stop(0);
    client.close();
    threads.close();
  }

  @Test
  void a_stream_is_read_to_its_terminator() throws Exception {
    answer(200, EVENT + EVENT + DONE);
    CallResult seen = caller().call(DemoRequest.streamedChat("chat"));
    assertThat(seen.error()).isEmpty();
    assertThat(seen.route()).isEqualTo("chat");
    assertThat(seen.target()).isEqualTo("fast/sim");
    assertThat(seen.firstToken()).isPresent();
    assertThat(seen.duration()).isGreaterThanOrEqualTo(seen.firstToken().orElseThrow());
  }

  @Test
  void a_stream_without_its_terminator_is_cut() throws Exception {
    answer(200, EVENT);
    assertThat(caller().call(DemoRequest.streamedChat("chat")).error()).contains("stream cut");
  }

  @Test
  void an_error_event_tells_its_code() throws Exception {
    answer(200, EVENT + "data: {\"error\":{\"code\":\"upstream_stall\"}}\n\n");
    assertThat(caller().call(DemoRequest.streamedChat("chat")).error()).contains("upstream_stall");
  }

  @Test
  void an_error_answer_tells_its_status_and_code() throws Exception {
    answer(502, "{\"error\":{\"type\":\"upstream_error\",\"code\":\"upstream_reset\"}}");
    assertThat(caller().call(DemoRequest.streamedChat("chat")).error())
        .contains("502 upstream_reset");
  }

  @Test
  void a_missing_server_is_a_broken_connection() throws Exception {
    Caller caller = caller();
    gateway.stop(0);
    assertThat(caller.call(DemoRequest.wholeChat("chat")).error()).contains("connection broken");
  }

  @Test
  void codes_are_read_from_any_envelope() {
    assertThat(Caller.code("{\"error\":{\"type\":\"t\",\"code\":null}}")).isEqualTo("t");
    assertThat(Caller.code("<html>")).isEqualTo("error");
  }

  @Test
  void traffic_asks_round_and_round() {
    answer(200, "{}");
    Dashboard dashboard = new Dashboard(Clock.SYSTEM.nanos());
    List<DemoRequest> asks =
        List.of(DemoRequest.wholeChat("chat"), DemoRequest.embedding("embed", "x"));
    try (Traffic _ = Traffic.start(caller(), dashboard, Clock.SYSTEM, 200, asks)) {
      await().until(() -> dashboard.view(Clock.SYSTEM.nanos()).calls() >= 10);
    }
    Dashboard.View view = dashboard.view(Clock.SYSTEM.nanos());
    assertThat(view.errors()).isZero();
    assertThat(view.rows()).extracting(Row::route).containsExactly("chat", "embed");
  }

  @Test
  void closing_breaks_off_calls() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    gateway.createContext(
        "/",
        exchange -> {
          asked.countDown();
          awaitQuietly(over);
          exchange.close();
        });
    Dashboard dashboard = new Dashboard(Clock.SYSTEM.nanos());
    try (Traffic _ =
        Traffic.start(
            caller(), dashboard, Clock.SYSTEM, 50, List.of(DemoRequest.wholeChat("chat")))) {
      asked.await();
    }
    assertThat(dashboard.view(Clock.SYSTEM.nanos()).calls()).isZero();
    over.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Caller caller() {
    return new Caller(
        client,
        Clock.SYSTEM,
        URI.create("http://127.0.0.1:" + gateway.getAddress().getPort() + "/v1"),
        Map.of());
  }

  private void answer(int status, String body) {
    gateway.createContext("/v1/", exchange -> answer(exchange, status, body));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("x-sluice-target", "fast/sim");
    exchange.sendResponseHeaders(status, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body.getBytes(UTF_8));
    }
  }
}
