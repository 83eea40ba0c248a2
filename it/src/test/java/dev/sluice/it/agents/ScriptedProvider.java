package dev.sluice.it.agents;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A provider that plays one script: a client with a shell tool is asked to run two commands at
/// once, and is told what they printed once it has said so. It answers a request for a WebSocket
/// with 426, so that clients go on over HTTP.
final class ScriptedProvider implements AutoCloseable {
  /// What the two commands print, which their own text does not hold.
  static final List<String> PRINTED = List.of("ONE", "TWO");

  private static final List<String> COMMANDS =
      List.of("echo one | tr a-z A-Z", "echo two | tr a-z A-Z");
  private static final Pattern PRINTED_LINE = Pattern.compile("(?m)^Output: (.*)$");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<List<String>> toolOutputs = new CopyOnWriteArrayList<>();
  private final List<Long> callTimes = new CopyOnWriteArrayList<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final AtomicInteger upgrades = new AtomicInteger();

  ScriptedProvider() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v1/chat/completions", exchange -> serve(exchange, new ChatScript()));
    server.createContext("/v1/responses", exchange -> serve(exchange, new ResponsesScript()));
    server.createContext("/v1/messages", exchange -> serve(exchange, new MessagesScript()));
    server.createContext("/v1beta/models/", exchange -> serve(exchange, new GeminiScript()));
    server.start();
  }

  /// What a client takes for OpenAI's address.
  String url() {
    return host() + "/v1";
  }

  /// What a client takes for Anthropic's address.
  String host() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// The text of the last answer.
  static String text(List<String> printed) {
    return "The commands printed " + String.join(" and ", printed) + ".";
  }

  /// What the commands have printed: an element for each request that told it.
  List<List<String>> toolOutputs() {
    return List.copyOf(toolOutputs);
  }

  /// Where it was called.
  List<String> paths() {
    return List.copyOf(paths);
  }

  /// How often a WebSocket was asked for.
  int upgrades() {
    return upgrades.get();
  }

  /// When the first call came, on the clock of [System#nanoTime].
  OptionalLong firstCall() {
    return callTimes.stream().mapToLong(Long::longValue).findFirst();
  }

  private void serve(HttpExchange exchange, Script script) throws IOException {
    try (exchange) {
      if (exchange.getRequestHeaders().containsKey("Upgrade")) {
        upgrades.incrementAndGet();
        exchange.getResponseHeaders().set("Upgrade", "HTTP/1.1");
        exchange.sendResponseHeaders(426, -1);
        return;
      }
      callTimes.add(System.nanoTime());
      paths.add(exchange.getRequestURI().getPath());
      String stream = play(script, JSON.readTree(exchange.getRequestBody()));
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(stream.getBytes(UTF_8));
    }
  }

  private String play(Script script, JsonNode request) {
    List<String> printed =
        script.toolOutputs(request).stream().map(ScriptedProvider::lastLine).toList();
    if (printed.isEmpty()) {
      return ShellTool.among(script.functions(request))
          .map(tool -> script.toolCalls(tool, COMMANDS))
          .orElseGet(() -> script.text("Two commands"));
    }
    toolOutputs.add(printed);
    return script.text(text(printed));
  }

  /// Agents put what they know of the process in front of what it has printed; the Gemini CLI puts
  /// it behind, too, and says which line is which.
  private static String lastLine(String output) {
    Matcher named = PRINTED_LINE.matcher(output);
    return named.find()
        ? named.group(1)
        : output.strip().lines().reduce("", (before, line) -> line);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
