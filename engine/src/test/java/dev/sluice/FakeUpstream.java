package dev.sluice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.quota.QuotaConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A provider on the loopback address whose answers a test writes, but for its list of models,
/// which a gateway asks for by itself when it starts: it has none.
final class FakeUpstream implements AutoCloseable {
  private static final int BACKLOG = 2048;
  private static final String LIST = "/v1/models";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Received> received = new CopyOnWriteArrayList<>();

  /// Writes an answer.
  @FunctionalInterface
  interface Reply {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  /// A request that has come, to which the test has answered.
  record Received(String path, com.sun.net.httpserver.Headers headers, String body) {}

  FakeUpstream(Reply reply) throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = HttpServer.create(loopback, BACKLOG);
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, reply));
    server.start();
  }

  private void answer(HttpExchange exchange, Reply reply) throws IOException {
    try (exchange) {
      if (exchange.getRequestURI().getPath().equals(LIST)) {
        send(exchange, 404, "{}");
        return;
      }
      byte[] body = exchange.getRequestBody().readAllBytes();
      received.add(
          new Received(
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders(),
              new String(body, StandardCharsets.UTF_8)));
      reply.to(exchange);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// A provider that answers everything with `json`.
  static FakeUpstream saying(String json) throws IOException {
    return new FakeUpstream(exchange -> send(exchange, 200, json));
  }

  /// Answers with JSON.
  static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /// Begins a stream of events.
  static OutputStream stream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("content-type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    return exchange.getResponseBody();
  }

  /// Writes an event of a chat.
  static void say(OutputStream out, String text) throws IOException {
    event(out, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}");
  }

  /// Ends a chat.
  static void finish(OutputStream out) throws IOException {
    event(out, "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
    event(
        out,
        "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,"
            + "\"total_tokens\":10}}");
    event(out, "[DONE]");
  }

  private static void event(OutputStream out, String data) throws IOException {
    out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /// The requests that have come.
  List<Received> received() {
    return received;
  }

  /// A configuration with this provider and a route to it for any model.
  GatewayConfig config() {
    var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    var provider =
        new ProviderConfig("p", ProviderType.VLLM, url, List.of(new Secret("key")), true);
    var target = new TargetConfig("p", Optional.of("m"), 1, 0);
    return new GatewayConfig(
        List.of(provider),
        List.of(new RouteConfig("r", List.of("*"), List.of(target), RoutePolicy.defaults())),
        false,
        Map.of("p", QuotaConfig.off()),
        Map.of());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
