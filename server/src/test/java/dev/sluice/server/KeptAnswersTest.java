package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.reader.ConfigFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A whole gateway with a cache, and a provider that counts what it is asked.
@Timeout(60)
class KeptAnswersTest {
  private static final String HI =
      "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";

  private final AtomicInteger asked = new AtomicInteger();
  private volatile String answer = HI;
  private ServerSocket provider;
  private GatewayProcess gateway;

  @BeforeEach
  void start() throws Exception {
    provider = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("provider").start(this::serve);
    gateway = GatewayProcess.start(config(provider.getLocalPort()), ProcessOptions.defaults());
  }

  @AfterEach
  void stop() throws Exception {
    gateway.drainAndClose();
    provider.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"choices\":[]}",
        "{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":\"stop\"}]}"
      })
  void an_answer_without_content_is_not_kept(String empty) throws IOException {
    answer = empty;
    try (RawClient client = new RawClient(gateway.address())) {
      assertThat(ask(client, "m", false).body()).isEqualTo(empty);
      answer = HI;
      assertThat(ask(client, "m", false).body()).isEqualTo(HI);
      assertThat(ask(client, "m", false).header("x-sluice-cache")).isEqualTo("hit");
    }
  }

  @Test
  void a_stream_without_content_is_not_kept() throws IOException {
    answer = "data: [DONE]\n\n";
    try (RawClient client = new RawClient(gateway.address())) {
      assertThat(ask(client, "m", true).body()).isEqualTo(answer);
      assertThat(ask(client, "m", true).header("x-sluice-cache")).isEqualTo("miss");
    }
    assertThat(asked).hasValue(2);
  }

  @Test
  void identical_calls_right_behind_an_answer_are_all_hits() throws IOException {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      clients.add(new RawClient(gateway.address()));
    }
    for (int round = 0; round < 100; round++) {
      ask(clients.getFirst(), "m" + round, false);
      for (RawClient client : clients) {
        send(client, "m" + round, false);
      }
      for (RawClient client : clients) {
        assertThat(client.reply().header("x-sluice-cache")).isEqualTo("hit");
      }
    }
    assertThat(asked).hasValue(100);
    for (RawClient client : clients) {
      client.close();
    }
  }

  private static RawClient.Reply ask(RawClient client, String model, boolean stream)
      throws IOException {
    return send(client, model, stream).reply();
  }

  private static RawClient send(RawClient client, String model, boolean stream) throws IOException {
    String body =
        "{\"model\":\"%s\",\"stream\":%s,\"temperature\":0,\"messages\":[]}"
            .formatted(model, stream);
    return client.post("/v1/chat/completions", body);
  }

  private static SluiceConfig config(int port) {
    String text =
        """
        server: {listen: "127.0.0.1:0"}
        admin: {listen: "127.0.0.1:0"}
        providers: {counting: {type: vllm, url: "http://127.0.0.1:%d"}}
        defaults: {upstream_stream: never}
        routes:
          all: {models: ["*"], targets: [{provider: counting}], cache: {max: 64MiB}, coalesce: true}
        """
            .formatted(port);
    return ConfigFile.of(Doc.parse("sluice.yaml", text, Map.of())).config();
  }

  private void serve() {
    while (!provider.isClosed()) {
      try (Socket client = provider.accept()) {
        answer(client);
      } catch (IOException over) {
        // The test is over.
      }
    }
  }

  private void answer(Socket client) throws IOException {
    var in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
    boolean call = in.readLine().startsWith("POST");
    int length = 0;
    for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
      if (line.startsWith("content-length: ")) {
        length = Integer.parseInt(line.substring("content-length: ".length()));
      }
    }
    for (int left = length; left > 0; left--) {
      assertThat(in.read()).isNotNegative();
    }
    if (call) {
      asked.incrementAndGet();
    }
    String said = call ? answer : "{\"object\":\"list\",\"data\":[]}";
    String type = said.startsWith("data") ? "text/event-stream" : "application/json";
    String head = "HTTP/1.1 200 OK\r\ncontent-type: " + type + "\r\nconnection: close\r\n";
    client
        .getOutputStream()
        .write((head + "content-length: " + said.length() + "\r\n\r\n" + said).getBytes(UTF_8));
  }
}
