package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// P16, with real processes that are really stopped: alone, so that what the provider has sent
/// meanwhile waits in the socket, and together with the provider, as by a machine that stands
/// still, so that what it owes comes only after that.
@Timeout(120)
class PausedTest {
  private static final int CLIENTS = 16;
  private static final int PAUSE_SECONDS = 9;

  /// Answers of two seconds: most calls are in the middle of one at any time.
  private static final String SCENARIO =
      """
      models:
        m: {first_token: "lognormal(500ms, 0.3)", per_token: 150ms, output: 10}
      """;

  @TempDir private Path folder;

  @Test
  void a_pause_ends_no_call_and_opens_no_circuit() throws Exception {
    try (Child provider = new Child(folder, "simulate", "-s", file("scenario.yaml", SCENARIO));
        Child gateway =
            new Child(folder, "serve", "-c", file("sluice.yaml", config(provider.url())));
        Clients clients = new Clients(gateway.url())) {
      clients.awaitAnswers(CLIENTS);
      pause(gateway);
      clients.awaitAnswers(CLIENTS);
      pause(gateway, provider);
      clients.awaitAnswers(CLIENTS);
      assertThat(clients.end()).isEmpty();
      assertThat(gateway.sum("gen_ai_client_operation_duration_seconds_count", "\"answered\""))
          .isGreaterThan(3 * CLIENTS);
      assertThat(gateway.samples("sluice_timeouts_total", "")).isEmpty();
      assertThat(gateway.samples("sluice_breaker_changes_total", "to=\"open\"")).isEmpty();
    }
  }

  /// Bounds that a pause exceeds more than twice, and a machine that is busy with tests does not.
  private static String config(URI provider) {
    return """
    server: {listen: "127.0.0.1:0"}
    admin: {listen: "127.0.0.1:0"}
    providers: {sim: {type: openai, url: "%s/v1", key: k, allow_private: true}}
    routes: {all: {models: [m], targets: [{provider: sim, model: m}]}}
    defaults: {timeout: {connect: 4s, first_token: 4s, stall: 4s, total: 40s}}
    """
        .formatted(provider);
  }

  private static void pause(Child... children) throws Exception {
    for (Child child : children) {
      child.signal("STOP");
    }
    TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
    for (Child child : children) {
      child.signal("CONT");
    }
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  /// Clients that call without a break.
  private static final class Clients implements AutoCloseable {
    private final HttpClient http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest request;
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Future<List<String>>> failures = new ArrayList<>();
    private volatile CountDownLatch answers = new CountDownLatch(0);

    Clients(URI gateway) {
      String body =
          "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
      request =
          HttpRequest.newBuilder(gateway.resolve("/v1/chat/completions"))
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      for (int i = 0; i < CLIENTS; i++) {
        failures.add(threads.submit(this::call));
      }
    }

    void awaitAnswers(int count) throws InterruptedException {
      answers = new CountDownLatch(count);
      answers.await();
    }

    /// @return what went wrong
    List<String> end() throws Exception {
      over.set(true);
      List<String> all = new ArrayList<>();
      for (Future<List<String>> client : failures) {
        all.addAll(client.get());
      }
      return all;
    }

    private List<String> call() throws IOException, InterruptedException {
      List<String> failed = new ArrayList<>();
      while (!over.get()) {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (!answer.body().stripTrailing().endsWith("[DONE]")) {
          failed.add(answer.statusCode() + " " + answer.body());
        }
        answers.countDown();
      }
      return failed;
    }

    @Override
    public void close() {
      threads.shutdownNow();
      http.shutdownNow();
    }
  }
}
