package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A provider of whole chat answers that looks at the key and the body of each request before it
/// says whether it answers, and counts what it is asked.
final class JudgingUpstream implements AutoCloseable {
  private static final String ANSWER =
      "{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":"
          + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},"
          + "\"finish_reason\":\"stop\"}]}";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger asked = new AtomicInteger();

  /// What it answers.
  ///
  /// @param type the body's media type
  record Verdict(int status, String type, String body) {
    static final Verdict GOOD = new Verdict(200, "application/json", ANSWER);

    /// A stream that ends at once.
    static final Verdict EMPTY = new Verdict(200, "text/event-stream", "");

    static Verdict error(int status, String error) {
      return new Verdict(status, "application/json", "{\"error\":" + error + "}");
    }
  }

  /// Decides what is answered. Called on many threads.
  @FunctionalInterface
  interface Judge {
    /// The answer to a request.
    ///
    /// @param key without its scheme; empty if there is none
    Verdict of(String key, String body);
  }

  JudgingUpstream(Judge judge) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, judge));
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /// How many attempts have reached it.
  int asked() {
    return asked.get();
  }

  private void answer(HttpExchange exchange, Judge judge) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      if (body.isEmpty()) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      asked.incrementAndGet();
      String key = exchange.getRequestHeaders().getFirst("authorization");
      Verdict verdict = judge.of(key == null ? "" : key.substring("Bearer ".length()), body);
      byte[] bytes = verdict.body().getBytes(UTF_8);
      exchange.getResponseHeaders().set("content-type", verdict.type());
      exchange.sendResponseHeaders(verdict.status(), bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
