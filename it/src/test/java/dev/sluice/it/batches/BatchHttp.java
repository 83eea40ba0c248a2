package dev.sluice.it.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.function.Predicate;

/// A client that asks for files and batches.
///
/// @param gateway its address, without a path
record BatchHttp(HttpClient client, URI gateway, String key) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BOUNDARY = "the-boundary";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Set<String> OVER = Set.of("completed", "failed", "expired", "cancelled");

  BatchHttp(URI gateway, String key) {
    this(HttpClient.newHttpClient(), gateway, key);
  }

  /// This client with another key.
  BatchHttp with(String other) {
    return new BatchHttp(client, gateway, other);
  }

  /// This client at another address.
  BatchHttp at(URI other) {
    return new BatchHttp(client, other, key);
  }

  /// An answer.
  record Answer(int status, String text) {
    JsonNode json() throws IOException {
      return JSON.readTree(text);
    }

    /// Of an answer that has a JSON value on each line.
    List<JsonNode> lines() throws IOException {
      List<JsonNode> lines = new ArrayList<>();
      for (String line : text.lines().toList()) {
        lines.add(JSON.readTree(line));
      }
      return lines;
    }

    String code() throws IOException {
      return json().path("error").path("code").asText();
    }
  }

  Answer get(String path) throws Exception {
    return send(request(path).GET().build());
  }

  Answer post(String path, String body, Map<String, String> headers) throws Exception {
    HttpRequest.Builder request = request(path).header("content-type", "application/json");
    headers.forEach(request::header);
    return send(request.POST(BodyPublishers.ofString(body)).build());
  }

  Answer post(String path, String body) throws Exception {
    return post(path, body, Map.of());
  }

  Answer delete(String path) throws Exception {
    return send(request(path).DELETE().build());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(path)).timeout(PATIENCE);
    return key.isEmpty() ? request : request.header("authorization", "Bearer " + key);
  }

  private Answer send(HttpRequest request) throws Exception {
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    return new Answer(answer.statusCode(), answer.body());
  }

  /// Brings a file of lines.
  ///
  /// @return its id
  String upload(String lines) throws Exception {
    String body =
        """
        --%1$s\r
        content-disposition: form-data; name="purpose"\r
        \r
        batch\r
        --%1$s\r
        content-disposition: form-data; name="file"; filename="in.jsonl"\r
        content-type: application/jsonl\r
        \r
        %2$s\r
        --%1$s--\r
        """
            .formatted(BOUNDARY, lines);
    HttpRequest request =
        request("/v1/files")
            .header("content-type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofString(body, UTF_8))
            .build();
    Answer answer = send(request);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().path("id").asText();
  }

  /// What makes a batch of a file.
  static String order(String file, String endpoint) {
    return "{\"input_file_id\":\"%s\",\"endpoint\":\"%s\",\"completion_window\":\"24h\"}"
        .formatted(file, endpoint);
  }

  /// Makes a batch of lines.
  ///
  /// @return its id
  String make(String lines, String endpoint, Map<String, String> headers) throws Exception {
    Answer answer = post("/v1/batches", order(upload(lines), endpoint), headers);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().path("status").asText()).isEqualTo("validating");
    return answer.json().path("id").asText();
  }

  String make(String lines, String endpoint) throws Exception {
    return make(lines, endpoint, Map.of());
  }

  JsonNode batch(String id) throws Exception {
    return get("/v1/batches/" + id).json();
  }

  JsonNode awaitBatch(String id, Predicate<JsonNode> wanted) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> batch(id), wanted);
  }

  /// Waits for the end of a batch.
  JsonNode awaitEnd(String id) {
    return awaitBatch(id, batch -> OVER.contains(batch.path("status").asText()));
  }

  /// The lines of a file of results; none where there is no file.
  List<JsonNode> lines(JsonNode file) throws Exception {
    if (file.isNull()) {
      return List.of();
    }
    Answer answer = get("/v1/files/" + file.asText() + "/content");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.lines();
  }
}
