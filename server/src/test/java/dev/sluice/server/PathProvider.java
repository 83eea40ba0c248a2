package dev.sluice.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/// A provider with paths of its own, which answers each request as it was told last.
final class PathProvider implements AutoCloseable {
  /// A request as it arrived.
  record Received(String method, String target, Headers headers, String body) {
    String header(String name) {
      String value = headers.getFirst(name);
      return value == null ? "" : value;
    }
  }

  /// An answer.
  record Told(int status, Map<String, String> headers, String body) {
    Told {
      headers = Map.copyOf(headers);
    }
  }

  final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private volatile CountDownLatch rest = new CountDownLatch(0);
  private volatile Told next = new Told(200, Map.of(), "");

  PathProvider() throws IOException {
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  void answers(int status, String type, String body) {
    next = new Told(status, Map.of("content-type", type), body);
  }

  void answers(Told told) {
    next = told;
  }

  /// Answers with the beginning of what it was told alone, until the rest is asked for.
  void holdsTheRest() {
    rest = new CountDownLatch(1);
  }

  void answersTheRest() {
    rest.countDown();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestURI().toString();
    String body = new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1);
    if (target.endsWith("/models")) {
      send(exchange, new Told(200, Map.of("content-type", "application/json"), "{\"data\":[]}"));
      return;
    }
    received.add(
        new Received(exchange.getRequestMethod(), target, exchange.getRequestHeaders(), body));
    send(exchange, next);
  }

  private void send(HttpExchange exchange, Told told) throws IOException {
    told.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = told.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(told.status(), body.length == 0 ? -1 : body.length);
    int first = rest.getCount() > 0 ? body.length / 2 : body.length;
    try (var out = exchange.getResponseBody()) {
      out.write(body, 0, first);
      out.flush();
      rest.await();
      out.write(body, first, body.length - first);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    answersTheRest();
    server.stop(0);
    threads.close();
  }
}
