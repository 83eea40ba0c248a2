package dev.sluice.it.matrix.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A provider that plays the scenes in one dialect; everything else is a 404.
public final class PlayedProvider implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Speech speech;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> refused = new CopyOnWriteArrayList<>();

  private PlayedProvider(Speech speech) throws IOException {
    this.speech = speech;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /// One that speaks Chat Completions.
  public static PlayedProvider chat() throws IOException {
    return new PlayedProvider(new ChatSpeech());
  }

  /// One that speaks Gemini's own dialect.
  public static PlayedProvider gemini() throws IOException {
    return new PlayedProvider(new GeminiSpeech());
  }

  /// One that speaks Messages.
  public static PlayedProvider messages() throws IOException {
    return new PlayedProvider(new MessagesSpeech());
  }

  /// One that speaks Responses.
  public static PlayedProvider responses() throws IOException {
    return new PlayedProvider(new ResponsesSpeech());
  }

  /// Its address, without a version.
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Which requests it has refused, and why.
  public List<String> refused() {
    return List.copyOf(refused);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      try {
        Unexpected.unless(path.startsWith(speech.path()), "path", path);
        answer(exchange, path, JSON.readTree(body));
      } catch (Unexpected e) {
        refused.add(path + " " + e.getMessage() + " " + new String(body, UTF_8));
        fail(exchange, Trouble.INVALID, "unexpected " + e.getMessage());
      }
    }
  }

  private void answer(HttpExchange exchange, String path, JsonNode request)
      throws IOException, Unexpected {
    Optional<String> count = speech.count(path);
    if (count.isPresent()) {
      send(exchange, 200, "application/json", count.get());
      return;
    }
    Asked asked = speech.read(path, request);
    Optional<Trouble> trouble = Play.trouble(asked);
    if (trouble.isPresent() && !trouble.get().isInStream()) {
      fail(exchange, trouble.get(), "It is " + trouble.get().name() + ".");
    } else if (speech.streams(path, request)) {
      List<String> events = new ArrayList<>(speech.stream(speech.answer(asked), request));
      if (trouble.isPresent()) {
        events.subList(speech.firstWords(), events.size()).clear();
      }
      trouble
          .filter(Trouble.BROKEN::equals)
          .ifPresent(_ -> events.add(speech.errorEvent(Trouble.OVERLOADED, "It is overloaded.")));
      send(exchange, 200, "text/event-stream", String.join("", events));
    } else {
      send(exchange, 200, "application/json", speech.whole(speech.answer(asked)));
    }
  }

  private void fail(HttpExchange exchange, Trouble trouble, String message) throws IOException {
    if (trouble == Trouble.RATE) {
      exchange.getResponseHeaders().set("retry-after", "1");
    }
    send(exchange, speech.status(trouble), "application/json", speech.error(trouble, message));
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
