package dev.sluice.it.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.GatewayEdge;
import dev.sluice.cli.config.Traces;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.ProcessParts;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.server.reload.ConfigSource;
import dev.sluice.server.reload.ReloadResult;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A gateway, a provider that notes what it is told of the trace, and a collector, over sockets.
@Timeout(60)
class TracingTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";
  private static final String CALL = "POST /v1/chat/completions";
  private static final String ANSWER =
      """
      {"id": "c", "object": "chat.completion", "created": 1, "model": "m",
       "choices": [{"index": 0, "finish_reason": "stop",
                    "message": {"role": "assistant", "content": "secret answer"}}],
       "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}}\
      """;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final CountDownLatch held = new CountDownLatch(1);
  private final HttpServer provider;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  /// What the configuration says of spans.
  private volatile String otel = "";

  TracingTest() throws IOException {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.setExecutor(threads);
    provider.createContext("/", this::answer);
    provider.start();
  }

  @AfterEach
  void end() {
    client.close();
    provider.stop(0);
    threads.close();
  }

  @Test
  void a_call_comes_to_the_collector_below_its_clients_span() throws Exception {
    try (Collector collector = new Collector(false)) {
      GatewayProcess gateway = start("propagate: true", otel(collector, "100%"));
      assertThat(call(gateway, "m", "00-" + TRACE + "-" + PARENT + "-01").statusCode())
          .isEqualTo(200);
      gateway.drainAndClose();
      Span call = one(collector, CALL);
      Span attempt = one(collector, "chat m");
      assertThat(hex(call.getTraceId())).isEqualTo(hex(attempt.getTraceId())).isEqualTo(TRACE);
      assertThat(hex(call.getParentSpanId())).isEqualTo(PARENT);
      assertThat(attempt.getParentSpanId()).isEqualTo(call.getSpanId());
      assertThat(call.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
      assertThat(attempt.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
      assertThat(told).containsExactly("00-" + TRACE + "-" + hex(attempt.getSpanId()) + "-01");
      assertThat(log.toString(StandardCharsets.UTF_8))
          .contains("\"trace_id\":\"" + TRACE, "\"span_id\":\"" + hex(call.getSpanId()));
      assertThat(Collector.attributes(attempt))
          .containsEntry("gen_ai.usage.input_tokens", "7")
          .containsEntry("gen_ai.provider.name", "compatible")
          .containsEntry("server.address", "127.0.0.1")
          .containsEntry("http.response.status_code", "200");
      assertThat(collector.resource()).containsEntry("service.name", "gate");
      assertThat(collector.tokens()).containsOnly("Bearer t");
    }
  }

  @Test
  void a_call_that_shares_anothers_attempt_links_to_it() throws Exception {
    try (Collector collector = new Collector(false)) {
      GatewayProcess gateway = start("", otel(collector, "100%"));
      Future<Integer> one = threads.submit(() -> call(gateway, "held", "").statusCode());
      Future<Integer> other = threads.submit(() -> call(gateway, "held", "").statusCode());
      // Both, and the call that they share.
      await().until(() -> GatewayEdge.of(gateway.gateway()).engine().running() == 3);
      held.countDown();
      assertThat(one.get()).isEqualTo(other.get()).isEqualTo(200);
      gateway.drainAndClose();
      Span attempt = one(collector, "chat held");
      Predicate<Span> began = call -> call.getSpanId().equals(attempt.getParentSpanId());
      List<Span> calls = collector.spans(CALL);
      assertThat(calls).hasSize(2);
      assertThat(calls.stream().filter(began))
          .singleElement()
          .matches(call -> call.getLinksCount() == 0);
      assertThat(calls.stream().filter(began.negate()).flatMap(c -> c.getLinksList().stream()))
          .singleElement()
          .matches(link -> link.getSpanId().equals(attempt.getSpanId()))
          .matches(link -> link.getTraceId().equals(attempt.getTraceId()));
    }
  }

  @Test
  void no_span_holds_a_prompt_an_answer_or_a_key() throws Exception {
    try (Collector collector = new Collector(false)) {
      GatewayProcess gateway = start("", otel(collector, "100%"));
      call(gateway, "m", "");
      call(gateway, "fail", "");
      gateway.drainAndClose();
      assertThat(collector.spans()).hasSizeGreaterThanOrEqualTo(4);
      assertThat(collector.spans().toString())
          .doesNotContain("secret question", "secret answer", "secret words", "sk-secret");
    }
  }

  @Test
  void a_failed_call_is_sent_whatever_the_share() throws Exception {
    try (Collector collector = new Collector(false)) {
      GatewayProcess gateway = start("", otel(collector, "0%"));
      call(gateway, "m", "");
      assertThat(call(gateway, "fail", "").statusCode()).isEqualTo(400);
      gateway.drainAndClose();
      Span call = one(collector, CALL);
      assertThat(Collector.attributes(call))
          .containsEntry("sluice.outcome", "refused")
          .containsEntry("error.type", "refused")
          .containsEntry("http.response.status_code", "400");
      assertThat(Collector.attributes(one(collector, "chat fail")))
          .containsEntry("http.response.status_code", "400");
    }
  }

  @Test
  void a_provider_that_is_not_named_for_it_is_told_nothing() throws Exception {
    try (Collector collector = new Collector(false)) {
      GatewayProcess gateway = start("", otel(collector, "100%"));
      call(gateway, "m", "00-" + TRACE + "-" + PARENT + "-01");
      gateway.drainAndClose();
      assertThat(told).containsExactly("null");
    }
  }

  /// Every call is answered while the collector holds its first request.
  @Test
  void a_collector_that_hangs_slows_no_call() throws Exception {
    try (Collector collector = new Collector(true)) {
      GatewayProcess gateway = start("", otel(collector, "100%"));
      call(gateway, "m", "");
      collector.awaitRequest();
      for (int i = 0; i < 50; i++) {
        assertThat(call(gateway, "m", "").statusCode()).isEqualTo(200);
      }
      assertThat(get(gateway.adminUrl() + "/metrics"))
          .contains("sluice_spans_total{outcome=\"sent\"} 0.0");
      gateway.drainAndClose();
    }
  }

  @Test
  void a_reload_switches_spans_on_sends_them_elsewhere_and_switches_them_off() throws Exception {
    try (Collector one = new Collector(false);
        Collector other = new Collector(false)) {
      GatewayProcess gateway = start("", "");
      call(gateway, "fail", "");
      // A call ends behind its answer.
      await().until(() -> GatewayEdge.of(gateway.gateway()).engine().running() == 0);
      reload(gateway, otel(one, "100%"));
      call(gateway, "m", "");
      one.awaitRequest();
      reload(gateway, otel(other, "100%"));
      call(gateway, "m", "");
      other.awaitRequest();
      reload(gateway, "");
      call(gateway, "fail", "");
      assertThat(get(gateway.adminUrl() + "/metrics")).contains("sluice_spans_total{outcome");
      gateway.drainAndClose();
      assertThat(one.spans("chat m")).hasSize(1);
      assertThat(other.spans("chat m")).hasSize(1);
      assertThat(one.spans("chat fail")).isEmpty();
      assertThat(other.spans("chat fail")).isEmpty();
    }
  }

  private void reload(GatewayProcess gateway, String text) {
    otel = text;
    ReloadResult result = gateway.reload("test", false);
    assertThat(result.problems()).isEmpty();
    assertThat(result.notes()).isEmpty();
    assertThat(result.changed()).isTrue();
  }

  private GatewayProcess start(String provider, String said) throws CannotListen {
    otel = said;
    ConfigSource source = _ -> config(provider);
    return GatewayProcess.start(
        config(provider),
        ProcessOptions.defaults()
            .source(source)
            .logs(log, OutputStream.nullOutputStream())
            .parts(
                new ProcessParts(
                    Optional.of(Traces.follow(Map.of())), Optional.empty(), Optional.empty())));
  }

  private SluiceConfig config(String provider) {
    String text =
        """
        server: {listen: "127.0.0.1:0", drain: 5s}
        admin: {listen: "127.0.0.1:0"}
        %s
        providers:
          p: {type: compatible, url: "http://127.0.0.1:%d/v1", allow_private: true,
              key: sk-secret%s}
        routes:
          all: {models: [m, fail, held], targets: [{provider: p}], coalesce: true}
        """
            .formatted(
                otel.isEmpty() ? "" : "otel: {" + otel + "}",
                this.provider.getAddress().getPort(),
                provider.isEmpty() ? "" : ", " + provider);
    return ConfigFile.of(Doc.parse("test.yaml", text, Map.of())).config();
  }

  private static String otel(Collector collector, String share) {
    return "endpoint: \""
        + collector.url()
        + "\", sample: "
        + share
        + ", service: gate, headers: {x-token: Bearer t}";
  }

  private HttpResponse<String> call(GatewayProcess gateway, String model, String parent)
      throws IOException, InterruptedException {
    String body =
        """
        {"model": "%s", "temperature": 0,
         "messages": [{"role": "user", "content": "secret question"}]}\
        """
            .formatted(model);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (!parent.isEmpty()) {
      request.header("traceparent", parent);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private String get(String url) throws IOException, InterruptedException {
    return client
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      boolean chat = exchange.getRequestURI().getPath().endsWith("/chat/completions");
      if (chat) {
        told.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
      }
      if (chat && asked.contains("\"held\"")) {
        held.await();
      }
      boolean fails = asked.contains("\"fail\"");
      String text = fails ? "{\"error\": {\"message\": \"secret words\"}}" : ANSWER;
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", "application/json");
      exchange.sendResponseHeaders(chat ? (fails ? 400 : 200) : 404, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Span one(Collector collector, String name) {
    assertThat(collector.spans(name)).hasSize(1);
    return collector.spans(name).getFirst();
  }

  private static String hex(com.google.protobuf.ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
