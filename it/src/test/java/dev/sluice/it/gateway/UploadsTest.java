package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.yaml.Doc;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Forms that are sent side by side and have more bytes together than the gateway may hold, which
/// come one after the other: the short form of `lab overhead --only UPLOADS`.
class UploadsTest {
  private static final int UPLOADS = 12;
  private static final int SIZE = 6_000_000;

  @Test
  void uploads_that_have_more_bytes_than_there_is_memory_are_taken_one_after_the_other()
      throws Exception {
    try (Simulator simulator = Simulator.start(Scenario.of(Model.named("m")), 0)) {
      String config =
          """
          server: {listen: "127.0.0.1:0", drain: 1ms, bodies: 32MiB, max_body: 8MiB}
          admin: {listen: "127.0.0.1:0"}
          providers:
            p: {type: compatible, url: "http://127.0.0.1:%d/v1", key: k, allow_private: true}
          routes:
            m: {models: [m], targets: [{provider: p}]}
          """
              .formatted(simulator.port());
      Doc doc = Doc.parse("sluice.yaml", config, Map.of());
      GatewayProcess gateway =
          GatewayProcess.start(ConfigFile.of(doc).config(), ProcessOptions.defaults());
      try {
        uploadAll(gateway.url());
      } finally {
        gateway.drainAndClose();
      }
    }
  }

  private static void uploadAll(String url) throws Exception {
    byte[] form = form();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < UPLOADS; i++) {
        answers.add(clients.submit(() -> upload(client, url, form)));
      }
      for (Future<String> answer : answers) {
        assertThat(answer.get()).contains("Guten Tag.", "\"seconds\":1500");
      }
    }
  }

  /// Sends a form, which waits for its turn.
  private static String upload(HttpClient client, String url, byte[] form)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/v1/audio/transcriptions"))
            .header("content-type", "multipart/form-data; boundary=B")
            .POST(BodyPublishers.ofByteArray(form))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static byte[] form() {
    String part = "--B\r\ncontent-disposition: form-data; name=";
    String form =
        part
            + "\"file\"; filename=\"a\"\r\n\r\n"
            + "0123456789abcdef".repeat(SIZE / 16)
            + "\r\n"
            + part
            + "\"model\"\r\n\r\nm\r\n--B--\r\n";
    return form.getBytes(ISO_8859_1);
  }
}
