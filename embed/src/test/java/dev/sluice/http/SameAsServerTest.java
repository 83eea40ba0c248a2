package dev.sluice.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.Gateway;
import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.sim.Simulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The same requests to a server and in process, each with a provider of its own that answers the
/// same: the answers are the same too.
class SameAsServerTest {
  private static final String VERSION = "anthropic-version";

  private static Simulator behindServer;
  private static Simulator inProcess;
  private static GatewayProcess server;
  private static Gateway gateway;
  private static GatewayHttp http;
  private static HttpClient client;

  /// What a client sees of an answer.
  ///
  /// @param cut whether it broke off
  private record Seen(
      int status, String type, Optional<String> retryAfter, String body, boolean cut) {}

  @BeforeAll
  static void start() throws CannotListen {
    behindServer = Providers.start();
    inProcess = Providers.start();
    server =
        GatewayProcess.start(
            Providers.config(behindServer),
            ProcessOptions.defaults()
                .logs(OutputStream.nullOutputStream(), OutputStream.nullOutputStream()));
    gateway = Gateway.builder(Providers.config(inProcess).gateway()).loops(1).start();
    http = GatewayHttp.of(gateway);
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    client.close();
    gateway.close();
    server.drainAndClose();
    inProcess.close();
    behindServer.close();
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        arguments("chat", 200, chat("m", false)),
        arguments("streamed chat", 200, chat("m", true)),
        arguments("messages", 200, messages("claude", false)),
        arguments("streamed messages", 200, messages("claude", true)),
        arguments("translated messages", 200, messages("m", true)),
        arguments("responses", 200, responses("m", false)),
        arguments("streamed responses", 200, responses("m", true)),
        arguments("gemini", 200, gemini("generateContent")),
        arguments("gemini events", 200, gemini("streamGenerateContent?alt=sse")),
        arguments("gemini array", 200, gemini("streamGenerateContent")),
        arguments(
            "embeddings",
            200,
            ApiRequest.post("/v1/embeddings", "{\"model\":\"m\",\"input\":[\"a\",\"b\"]}")),
        arguments("models", 200, ApiRequest.get("/v1/models")),
        arguments("a model", 200, ApiRequest.get("/v1/models/m")),
        arguments(
            "models of Gemini",
            200,
            ApiRequest.get("/v1beta/models").header("x-goog-api-key", "k")),
        arguments("unknown verb", 404, ApiRequest.post("/v1beta/models/m:sing", "{}")),
        arguments("unknown path", 404, ApiRequest.post("/v1/elsewhere", "{}")),
        arguments("wrong method", 405, ApiRequest.get("/v1/chat/completions")),
        arguments(
            "unknown method", 501, new ApiRequest("BREW", "/v1/models", Map.of(), new byte[0])),
        arguments("unknown path, Anthropic", 404, ApiRequest.get("/v1/x").header(VERSION, "1")),
        arguments("broken JSON", 400, ApiRequest.post("/v1/chat/completions", "{\"model\":")),
        arguments("broken JSON of messages", 400, ApiRequest.post("/v1/messages", "{\"model\":")),
        arguments("bad priority", 400, chat("m", false).header("x-sluice-priority", "urgent")),
        arguments("passed deadline", 504, chat("m", false).header("x-sluice-deadline-ms", "0")),
        arguments(
            "other type", 415, chat("m", false).header("content-type", "application/x-ndjson")),
        arguments("throttled", 429, chat(fault("throttle=seconds:2"), false)),
        arguments("throttled messages", 429, messages(fault("throttle=seconds:3"), false)),
        arguments("failing", 503, chat(fault("503"), false)),
        arguments("cut stream", 200, chat(fault("fin-after=3"), true)),
        arguments("cut messages", 200, messages(fault("fin-after=4"), true)),
        arguments("cut responses", 200, responses(fault("fin-after=4"), true)),
        arguments("error in responses", 200, responses(fault("error-after=4"), true)));
  }

  private static String fault(String name) {
    return Providers.FAULT + name;
  }

  private static ApiRequest chat(String model, boolean stream) {
    return ApiRequest.post("/v1/chat/completions", Providers.chat(model, stream));
  }

  private static ApiRequest messages(String model, boolean stream) {
    String json =
        "{\"model\":\"%s\",\"max_tokens\":9,\"stream\":%b,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
            .formatted(model, stream);
    return ApiRequest.post("/v1/messages", json).header(VERSION, "2023-06-01");
  }

  private static ApiRequest responses(String model, boolean stream) {
    return ApiRequest.post(
        "/v1/responses",
        "{\"model\":\"%s\",\"stream\":%b,\"input\":\"hi\"}".formatted(model, stream));
  }

  private static ApiRequest gemini(String verb) {
    return ApiRequest.post(
        "/v1beta/models/gem:" + verb, "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void both_answer_the_same(String name, int status, ApiRequest request)
      throws IOException, InterruptedException {
    ApiRequest named = request.header("x-request-id", "req-1");
    Seen there = name.startsWith("cut") ? overBrokenSocket(named) : overSocket(named);
    Seen here = here(named);
    assertThat(here.status()).as(here.body()).isEqualTo(status);
    assertThat(here).isEqualTo(there);
    assertThat(here.cut()).isEqualTo(name.startsWith("cut"));
  }

  private static Seen here(ApiRequest request) throws InterruptedException {
    try (HttpAnswer answer = http.send(request)) {
      return seen(
          answer.status(),
          answer.header("content-type"),
          answer.header("retry-after"),
          answer.body());
    }
  }

  private static Seen overSocket(ApiRequest request) throws IOException, InterruptedException {
    HttpRequest.Builder sent =
        HttpRequest.newBuilder(URI.create(server.url() + request.target()))
            .method(request.method(), BodyPublishers.ofByteArray(request.body()));
    request.headers().forEach((header, values) -> values.forEach(v -> sent.header(header, v)));
    HttpResponse<InputStream> answer = client.send(sent.build(), BodyHandlers.ofInputStream());
    return seen(
        answer.statusCode(),
        answer.headers().firstValue("content-type"),
        answer.headers().firstValue("retry-after"),
        answer.body());
  }

  /// By the JDK's older client: the newer one drops what it has received and not handed on when a
  /// connection breaks.
  private static Seen overBrokenSocket(ApiRequest request) throws IOException {
    URI address = URI.create(server.url() + request.target());
    var connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setRequestMethod(request.method());
    request
        .headers()
        .forEach((header, values) -> values.forEach(v -> connection.addRequestProperty(header, v)));
    connection.setDoOutput(true);
    connection.getOutputStream().write(request.body());
    return seen(
        connection.getResponseCode(),
        Optional.ofNullable(connection.getContentType()),
        Optional.ofNullable(connection.getHeaderField("retry-after")),
        connection.getInputStream());
  }

  private static Seen seen(
      int status, Optional<String> type, Optional<String> retryAfter, InputStream body) {
    var bytes = new ByteArrayOutputStream();
    boolean cut = false;
    try {
      body.transferTo(bytes);
    } catch (IOException broken) {
      cut = true;
    }
    return new Seen(status, type.orElse(""), retryAfter, stable(bytes.toString(UTF_8)), cut);
  }

  /// A body without the instants in it.
  private static String stable(String body) {
    return body.replaceAll("\"(created|created_at|completed_at)\":[0-9.]+", "\"$1\":0");
  }
}
