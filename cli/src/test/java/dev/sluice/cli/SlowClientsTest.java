package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// C1, with as many clients as one process may have file descriptors for: they are here, the
/// gateway is elsewhere.
@Timeout(120)
class SlowClientsTest {
  private static final int SLOW = 10_000;
  private static final int CALLS = 100;
  private static final String SCENARIO = "models: {m: {first_token: 1ms, output: 1}}\n";

  @TempDir private Path folder;

  @Test
  void ten_thousand_slow_heads_do_not_hold_up_another_client() throws Exception {
    List<SocketChannel> slow = new ArrayList<>();
    try (Child provider = new Child(folder, "simulate", "-s", file("scenario.yaml", SCENARIO));
        Child gateway = new Child(folder, "serve", "-c", config(provider.url()));
        HttpClient other = HttpClient.newHttpClient()) {
      for (int i = 0; i < SLOW; i++) {
        slow.add(beginning(gateway.url()));
      }
      await().until(() -> gateway.sum("sluice_clients_open", "") >= SLOW);
      for (int i = 0; i < CALLS; i++) {
        HttpResponse<String> answer = other.send(call(gateway.url()), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        write(slow.get(i), "a");
      }
      assertThat(gateway.sum("sluice_clients_open", "")).isGreaterThan(SLOW);
      assertThat(gateway.sum("sluice_clients_refused_total", "")).isZero();
    } finally {
      for (SocketChannel client : slow) {
        client.close();
      }
    }
  }

  /// Their heads may take longer than this test may.
  private String config(URI provider) throws IOException {
    String text =
        """
        server: {listen: "127.0.0.1:0", header_timeout: 10m}
        admin: {listen: "127.0.0.1:0"}
        providers: {sim: {type: openai, url: "%s/v1", key: k, allow_private: true}}
        routes: {all: {models: [m], targets: [{provider: sim, model: m}]}}
        """
            .formatted(provider);
    return file("sluice.yaml", text);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static SocketChannel beginning(URI gateway) throws IOException {
    SocketChannel client =
        SocketChannel.open(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
    write(client, "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nX-A: ");
    return client;
  }

  private static void write(SocketChannel client, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
    while (bytes.hasRemaining()) {
      client.write(bytes);
    }
  }

  private static HttpRequest call(URI gateway) {
    String body =
        "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    return HttpRequest.newBuilder(gateway.resolve("/v1/chat/completions"))
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }
}
