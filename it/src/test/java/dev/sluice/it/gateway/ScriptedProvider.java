package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A provider that gives every request the answer that it was told last, in parts as they are
/// given.
final class ScriptedProvider implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Script script = new Script(500, "text/plain", Map.of(), List.of(""));

  /// What it answers.
  ///
  /// @param parts the body's, each sent before the next one is begun
  record Script(int status, String type, Map<String, String> headers, List<String> parts) {
    Script {
      headers = Map.copyOf(headers);
      parts = List.copyOf(parts);
    }
  }

  ScriptedProvider() throws IOException {
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /// How often it was asked.
  int asked() {
    return asked.get();
  }

  void answers(Script next) {
    script = next;
  }

  private void serve(HttpExchange exchange) throws IOException {
    Script now = script;
    asked.incrementAndGet();
    exchange.getRequestBody().readAllBytes();
    now.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("content-type", now.type());
    exchange.sendResponseHeaders(now.status(), 0);
    try (var out = exchange.getResponseBody()) {
      for (String part : now.parts()) {
        out.write(part.getBytes(UTF_8));
        out.flush();
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
