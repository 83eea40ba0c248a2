package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.server.view.ConfigSection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the dashboard reads of a gateway whose provider serves one call at a time, and takes long.
class ViewsTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private final HttpServer provider = slow();
  private final GatewayProcess gateway = start();

  ViewsTest() throws IOException, CannotListen {}

  @AfterEach
  void close() throws InterruptedException {
    gateway.drainAndClose();
    over.countDown();
    provider.stop(0);
    threads.close();
  }

  @Test
  void a_target_shows_its_circuit_limits_and_keys() throws Exception {
    JsonNode target = get("/admin/v1/state/targets").get("targets").get(0);
    assertThat(target.get("name").asText()).isEqualTo("p/m");
    assertThat(target.get("state").asText()).isEqualTo("closed");
    assertThat(target.get("keys")).hasSize(1);
    JsonNode limit = target.get("quotas").get(0).get("limits").get(0);
    assertThat(limit.get("what").asText()).isEqualTo("requests");
    assertThat(limit.get("limit").asLong()).isEqualTo(600);
    assertThat(limit.get("learned").asBoolean()).isFalse();
  }

  @Test
  void the_head_of_the_queue_says_why_it_waits() throws Exception {
    try (var served = new RawClient(gateway.address());
        var waiting = new RawClient(gateway.address())) {
      served.chat("m", false, "x-sluice-tenant: search");
      asked.await();
      waiting.chat("m", false, "x-sluice-tenant: search");
      await().until(() -> !heads().isEmpty());
      JsonNode head = heads().get(0);
      assertThat(head.get("tenant").asText()).isEqualTo("search");
      assertThat(head.get("band").asText()).isEqualTo("normal");
      assertThat(head.get("model").asText()).isEqualTo("m");
      assertThat(head.get("code").asText()).isEqualTo("upstream_overloaded");
      assertThat(head.get("why").asText()).isNotEmpty();
      assertThat(head.get("calls").asInt()).isEqualTo(1);
      assertThat(frame().get("waiting").asInt()).isPositive();
    }
  }

  @Test
  void a_tenant_with_a_name_of_10_kb_is_refused_and_kept_nowhere() throws Exception {
    try (var client = new RawClient(gateway.address())) {
      client.chat("m", false, "x-sluice-tenant: " + "t".repeat(10_000));
      assertThat(client.reply().status()).isBetween(400, 431);
    }
    for (String path : List.of("/admin/v1/calls", "/admin/v1/state/queue", "/admin/v1/queue")) {
      assertThat(get(path).toString()).doesNotContain("tttt");
    }
  }

  @Test
  void a_filter_by_an_outcome_that_is_none_is_refused_with_those_that_there_are() throws Exception {
    try (var client = new RawClient(gateway.adminAddress())) {
      RawClient.Reply bogus = client.get("/admin/v1/calls?outcome=bogus").reply();
      assertThat(bogus.status()).isEqualTo(400);
      assertThat(bogus.body())
          .contains("outcome must be one of answered, throttled", "limit_reached", "bogus");
    }
    assertThat(get("/admin/v1/calls?outcome=limit_reached").path("calls")).isEmpty();
  }

  @Test
  void the_configuration_is_shown_as_it_was_given() throws Exception {
    JsonNode section = get("/admin/v1/configuration").get("sections").get(0);
    assertThat(section.get("title").asText()).isEqualTo("Process");
    assertThat(section.get("rows").get(0).get(1).asText()).isEqualTo("value");
  }

  private JsonNode heads() throws IOException {
    return get("/admin/v1/state/queue").get("routes").get(0).get("heads");
  }

  private JsonNode frame() throws IOException {
    try (var viewer = new RawClient(gateway.adminAddress())) {
      assertThat(viewer.get("/admin/v1/feed").head().status()).isEqualTo(200);
      return new ObjectMapper().readTree(viewer.chunk().substring("data: ".length()));
    }
  }

  private JsonNode get(String path) throws IOException {
    try (var client = new RawClient(gateway.adminAddress())) {
      return new ObjectMapper().readTree(client.get(path).reply().body());
    }
  }

  private GatewayProcess start() throws CannotListen {
    String text =
        """
        server: {listen: "127.0.0.1:0", drain: 1ms}
        admin: {listen: "127.0.0.1:0"}
        providers:
          p: {type: compatible, url: "http://127.0.0.1:%d/v1", key: sk-one,
              allow_private: true, limits: {m: {rpm: 600, concurrent: 1}}}
        routes:
          chat: {models: [m], targets: [{provider: p, model: m}]}
        """
            .formatted(provider.getAddress().getPort());
    Doc doc = Doc.parse("sluice.yaml", text, Map.of());
    var section = new ConfigSection("Process", List.of(List.of("key", "value", "default")));
    return GatewayProcess.start(
        ConfigFile.of(doc).config(), ProcessOptions.defaults().sections(() -> List.of(section)));
  }

  /// Lists no models, and answers a call when the test is over.
  private HttpServer slow() throws IOException {
    var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    HttpServer server = HttpServer.create(address, 0);
    server.setExecutor(threads);
    server.createContext("/v1/models", exchange -> end(exchange, 404));
    server.createContext("/v1/chat", this::hang);
    server.start();
    return server;
  }

  private void hang(HttpExchange exchange) throws IOException {
    asked.countDown();
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end(exchange, 503);
  }

  private static void end(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }
}
