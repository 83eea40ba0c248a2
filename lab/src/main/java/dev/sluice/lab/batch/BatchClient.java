package dev.sluice.lab.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.call.runtime.Clock;
import dev.sluice.dialect.multipart.FileUpload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A client that asks for files and batches.
///
/// @param gateway its address, without a path
/// @param key shown with each request; empty for none
public record BatchClient(HttpClient http, URI gateway, String key) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final FileUpload FORM = new FileUpload("the-boundary");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Set<String> OVER = Set.of("completed", "failed", "expired", "cancelled");
  private static final long LOOK_MS = 50;
  private static final int OK = 200;

  public BatchClient(URI gateway, String key) {
    this(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), gateway, key);
  }

  /// This client at another address.
  public BatchClient at(URI other) {
    return new BatchClient(http, other, key);
  }

  /// This client with another key.
  public BatchClient with(String other) {
    return new BatchClient(http, gateway, other);
  }

  /// An answer.
  public record Answer(int status, String text) {
    public JsonNode json() throws IOException {
      return JSON.readTree(text);
    }

    /// Of an answer that has a JSON value on each line.
    public List<JsonNode> lines() throws IOException {
      List<JsonNode> lines = new ArrayList<>();
      for (String line : text.lines().toList()) {
        lines.add(JSON.readTree(line));
      }
      return lines;
    }

    /// The code of an error of OpenAI's form.
    public String code() throws IOException {
      return json().path("error").path("code").asText();
    }
  }

  public Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  public Answer delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE().build());
  }

  public Answer post(String path, String body) throws IOException, InterruptedException {
    return post(path, body, Map.of());
  }

  public Answer post(String path, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    return send("POST", path, body, headers);
  }

  Answer patch(String path, String body) throws IOException, InterruptedException {
    return send("PATCH", path, body, Map.of());
  }

  private Answer send(String method, String path, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).header("content-type", "application/json");
    headers.forEach(request::header);
    return send(request.method(method, BodyPublishers.ofString(body)).build());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(path)).timeout(PATIENCE);
    return key.isEmpty() ? request : request.header("authorization", "Bearer " + key);
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    return new Answer(answer.statusCode(), answer.body());
  }

  private static JsonNode good(Answer answer) throws IOException {
    if (answer.status() != OK) {
      throw new IOException("the gateway refuses: " + answer.status() + " " + answer.text());
    }
    return answer.json();
  }

  /// What makes a batch of a file.
  public static String order(String file, String endpoint) {
    return "{\"input_file_id\":\"%s\",\"endpoint\":\"%s\",\"completion_window\":\"24h\"}"
        .formatted(file, endpoint);
  }

  /// Makes a batch of lines.
  ///
  /// @return its id
  public String make(String lines, String endpoint) throws IOException, InterruptedException {
    return make(lines, endpoint, Map.of());
  }

  /// Makes a batch of lines, by a request with such headers.
  public String make(String lines, String endpoint, Map<String, String> headers)
      throws IOException, InterruptedException {
    String order = order(upload(lines), endpoint);
    return good(post("/v1/batches", order, headers)).path("id").asText();
  }

  /// Brings a file of lines.
  ///
  /// @return its id
  public String upload(String lines) throws IOException, InterruptedException {
    HttpRequest request =
        request("/v1/files")
            .header("content-type", FORM.type())
            .POST(
                BodyPublishers.concat(
                    BodyPublishers.ofByteArray(
                        FORM.head("purpose", "batch", "in.jsonl", "application/jsonl")),
                    BodyPublishers.ofString(lines, UTF_8),
                    BodyPublishers.ofByteArray(FORM.end())))
            .build();
    return good(send(request)).path("id").asText();
  }

  public JsonNode batch(String id) throws IOException, InterruptedException {
    return good(get("/v1/batches/" + id));
  }

  /// Waits until a batch is as wanted.
  ///
  /// @return the batch as it is then, or when time was up
  public JsonNode await(String id, Predicate<JsonNode> wanted)
      throws IOException, InterruptedException {
    return await(id, PATIENCE, wanted);
  }

  JsonNode await(String id, Duration most, Predicate<JsonNode> wanted)
      throws IOException, InterruptedException {
    long until = Clock.SYSTEM.nanos() + most.toNanos();
    JsonNode batch = MissingNode.getInstance();
    while (!wanted.test(batch) && Clock.SYSTEM.nanos() - until < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      batch = batch(id);
    }
    return batch;
  }

  /// Waits for the end of a batch.
  public JsonNode awaitEnd(String id) throws IOException, InterruptedException {
    return awaitEnd(id, PATIENCE);
  }

  JsonNode awaitEnd(String id, Duration most) throws IOException, InterruptedException {
    return await(id, most, BatchClient::isOver);
  }

  /// Whether a batch has ended.
  static boolean isOver(JsonNode batch) {
    return OVER.contains(status(batch));
  }

  static String status(JsonNode batch) {
    return batch.path("status").asText();
  }

  static int completed(JsonNode batch) {
    return batch.path("request_counts").path("completed").asInt();
  }

  static int failed(JsonNode batch) {
    return batch.path("request_counts").path("failed").asInt();
  }

  /// The lines of a file of results; none where there is no file.
  public List<JsonNode> lines(JsonNode file) throws IOException, InterruptedException {
    if (!file.isTextual()) {
      return List.of();
    }
    Answer answer = get("/v1/files/" + file.asText() + "/content");
    if (answer.status() != OK) {
      throw new IOException("the gateway refuses: " + answer.status() + " " + answer.text());
    }
    return answer.lines();
  }
}
