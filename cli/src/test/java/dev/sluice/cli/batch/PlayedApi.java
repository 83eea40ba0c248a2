package dev.sluice.cli.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.cli.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// An API whose answers are scripted: by method and path, each time the same.
final class PlayedApi implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /// What has come in, such as `POST /v1/files`.
  final List<String> asked = new CopyOnWriteArrayList<>();

  /// The bodies that have come in, in the same order.
  final List<String> bodies = new CopyOnWriteArrayList<>();

  /// What callers have shown.
  final List<String> shown = new CopyOnWriteArrayList<>();

  private record Answer(int status, String body) {}

  PlayedApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  PlayedApi answering(String question, int status, String body) {
    answers.put(question, new Answer(status, body));
    return this;
  }

  /// Takes a file and a batch of it, which then is as it is said.
  PlayedApi taking(String batch) {
    return answering("POST /v1/files", 200, "{\"id\":\"file-1\"}")
        .answering("POST /v1/batches", 200, "{\"id\":\"batch_1\",\"status\":\"validating\"}")
        .answering("GET /v1/batches/batch_1", 200, batch);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String question = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    shown.add(String.valueOf(exchange.getRequestHeaders().getFirst("authorization")));
    asked.add(question);
    Answer answer = answers.getOrDefault(question, new Answer(404, ""));
    byte[] body = answer.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Runs a command that asks this API.
  Run run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--url");
    all.add(url());
    return new Run(Map.of("SLUICE_KEY", "sk-1")).run(all.toArray(String[]::new));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
