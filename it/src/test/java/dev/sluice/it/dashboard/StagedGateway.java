package dev.sluice.it.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A gateway from a file, and calls to it, for a situation that a test stages.
final class StagedGateway implements AutoCloseable {
  static final String KEY = "a-key-of-a-client-0123456789";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PageGateway gateway;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// @param folder for the file
  /// @param config but where it listens
  StagedGateway(Path folder, String config) throws Exception {
    gateway = PageGateway.start(folder, "admin: {listen: \"127.0.0.1:0\"}\n" + config);
  }

  String adminUrl() {
    return gateway.adminUrl();
  }

  /// Makes calls one after the other, and waits until they have ended.
  void calls(int many, String model) throws IOException, InterruptedException {
    for (int i = 0; i < many; i++) {
      var _ = answers(model);
    }
    gateway.settle();
  }

  /// Makes a call, and says whether it is answered.
  boolean answers(String model) throws IOException, InterruptedException {
    return client.send(request(model), BodyHandlers.ofString()).statusCode() == 200;
  }

  /// Makes calls all at once, and waits for their ends.
  void callsTogether(int many, String model) {
    List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      all.add(client.sendAsync(request(model), BodyHandlers.ofString()));
    }
    all.forEach(call -> assertThat(call.join().statusCode()).isPositive());
    gateway.settle();
  }

  private HttpRequest request(String model) {
    String body =
        """
        {"model": "%s", "messages": [{"role": "user", "content": "Hello"}]}\
        """
            .formatted(model);
    return HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
        .header("content-type", "application/json")
        .header("authorization", "Bearer " + KEY)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  /// The report of a window.
  JsonNode report(String window) {
    return get("/admin/v1/report?window=" + window);
  }

  private JsonNode get(String path) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(adminUrl() + path)).build();
    String text =
        client
            .sendAsync(request, BodyHandlers.ofString(UTF_8))
            .thenApply(HttpResponse::body)
            .join();
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  /// What became of the last calls, for the message of an assertion.
  String outcomes() {
    return get("/admin/v1/calls").path("calls").findValuesAsText("why").toString();
  }

  @Override
  public void close() {
    client.close();
    gateway.close();
  }
}
