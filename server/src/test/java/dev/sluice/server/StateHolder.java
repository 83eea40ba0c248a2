package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A provider of the Responses API with several accounts, each of which holds the responses that
/// were made with its key and knows no other.
final class StateHolder implements AutoCloseable {
  private static final Pattern PREVIOUS =
      Pattern.compile("\"(?:previous_response_id|conversation)\":\"([^\"]*)\"");

  /// A request as it arrived.
  record Received(String account, String method, String target, String body) {}

  final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

  /// What the last answer consisted of.
  volatile String answered = "";

  private volatile String before = "";
  private volatile String next = "";

  private final Map<String, Set<String>> held = new ConcurrentHashMap<>();
  private final AtomicInteger made = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

  StateHolder() throws IOException {
    server.createContext("/v1/responses", this::serve);
    server.createContext(
        "/v1/models", e -> send(e, 200, "application/json", "{\"object\":\"list\",\"data\":[]}"));
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String shown = exchange.getRequestHeaders().getFirst("authorization");
    String key = shown == null ? "" : shown.replace("Bearer ", "");
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String target = exchange.getRequestURI().toString();
    received.add(new Received(key, exchange.getRequestMethod(), target, body));
    String path = exchange.getRequestURI().getPath().substring("/v1/responses".length());
    switch (path) {
      case "" -> make(exchange, key, body);
      case "/input_tokens" ->
          send(exchange, 200, "{\"object\":\"response.input_tokens\",\"input_tokens\":7}");
      case "/compact" ->
          send(exchange, 200, "{\"id\":\"cmp_1\",\"object\":\"response.compaction\"}");
      default -> tell(exchange, key, path.substring(1).split("/", 2)[0]);
    }
  }

  private void make(HttpExchange exchange, String key, String body) throws IOException {
    Matcher previous = PREVIOUS.matcher(body);
    String before = previous.find() ? previous.group(1) : "";
    if (before.startsWith("resp_") && !holds(key, before)) {
      send(exchange, 400, missing(before));
      return;
    }
    String id = next.isEmpty() ? "resp_" + made.incrementAndGet() + "0" : next;
    if (!body.contains("\"store\":false")) {
      hold(key, id);
    }
    if (body.contains("\"stream\":true")) {
      stream(exchange, id);
    } else {
      send(exchange, 200, response(id, before));
    }
  }

  private void tell(HttpExchange exchange, String key, String id) throws IOException {
    if (!holds(key, id)) {
      send(exchange, 404, missing(id));
    } else if ((exchange.getRequestURI() + "&").contains("stream=true&")) {
      stream(exchange, id);
    } else {
      send(exchange, 200, response(id, before));
    }
  }

  /// An account holds this response, too.
  void hold(String key, String id) {
    held.computeIfAbsent(key, _ -> ConcurrentHashMap.newKeySet()).add(id);
  }

  /// No account holds anything any more.
  void forget() {
    held.clear();
  }

  /// What is told of a response says that it goes on from this one.
  void before(String id) {
    before = id;
  }

  /// What is made is called so, as if the request had asked for that.
  void callNext(String id) {
    next = id;
  }

  private boolean holds(String key, String id) {
    return held.getOrDefault(key, Set.of()).contains(id);
  }

  static String response(String id, String before) {
    return """
    {"id": "%s","object":"response","status":"completed","model":"m","error":null,\
    "previous_response_id":%s,"conversation":{"id":"conv_7"},"output":[{"id":"msg_1",\
    "type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi"}]}],\
    "usage":{"input_tokens":3,"output_tokens":1,"total_tokens":4}}\
    """
        .formatted(id, before.isEmpty() ? "null" : "\"" + before + "\"");
  }

  private static String missing(String id) {
    return "{\"error\":{\"message\":\"Previous response with id '%s' not found.\",\"code\":\"previous_response_not_found\"}}"
        .formatted(id);
  }

  private void stream(HttpExchange exchange, String id) throws IOException {
    String events =
        """
        event: response.created
        data: {"type":"response.created","sequence_number":0,"response":{"id":"%1$s","status":"in_progress","output":[]}}

        event: codex.rate_limits
        data: {"type":"codex.rate_limits","id":"resp_1","response_id":"%1$s","plan_type":"pro"}

        event: response.output_text.delta
        data: {"type":"response.output_text.delta","sequence_number":1,"item_id":"msg_1","delta":"Hi %1$s"}

        event: response.completed
        data: {"type":"response.completed","sequence_number":2,"response":%2$s}

        """
            .formatted(id, response(id, ""));
    answered = events;
    send(exchange, 200, "text/event-stream", events);
  }

  private void send(HttpExchange exchange, int status, String body) throws IOException {
    answered = body;
    send(exchange, status, "application/json", body);
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    exchange.getResponseHeaders().add("content-type", type);
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
