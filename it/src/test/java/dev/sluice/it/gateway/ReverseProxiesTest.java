package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Calls through nginx and HAProxy, with the configurations of docs/deploy.md: whole answers and
/// streams come as they do without a proxy, and a client that leaves is seen.
class ReverseProxiesTest {
  private static final String KEY = "sk-of-a-client";

  /// More than nginx takes by default.
  private static final int LARGE = 3_000_000;

  @TempDir private Path folder;

  private final Simulator simulator = Simulator.start(Scenario.of(Model.named("m")), 0);
  private final Rig rig =
      Rig.keyed(
          KEY,
          "defaults: {retry: off, breaker: off}\n"
              + Rig.provider("sim", simulator.port())
              + "routes:\n"
              + Rig.route("all", "*", "sim", "stall: 1h"));

  @AfterEach
  void everything_is_given_back() {
    rig.close();
    simulator.close();
  }

  @Test
  void calls_pass_nginx() throws Exception {
    try (ReverseProxy proxy = ReverseProxy.nginx(folder, rig.serving().address())) {
      calls(proxy);
    }
  }

  @Test
  void calls_pass_haproxy() throws Exception {
    try (ReverseProxy proxy =
        ReverseProxy.haproxy(folder, rig.serving().address(), rig.serving().adminAddress())) {
      calls(proxy);
    }
  }

  private void calls(ReverseProxy proxy) throws Exception {
    assertThat(output(proxy.post(KEY, chat("m", false, 10))))
        .startsWith("HTTP/1.1 200 ")
        .contains("\"chat.completion\"");
    assertThat(output(proxy.post(KEY, chat("m", false, LARGE)))).contains("HTTP/1.1 200 ");
    assertThat(output(proxy.post(KEY, chat("m", true, 10))))
        .startsWith("HTTP/1.1 200 ")
        .contains("\"chat.completion.chunk\"")
        .endsWith("data: [DONE]\n\n");
    assertThat(output(proxy.post("sk-of-nobody", chat("m", false, 10))))
        .startsWith("HTTP/1.1 401 ");
    leaves(proxy, "sim-fault/silence", 0);
    leaves(proxy, "sim-fault/stall-after=6", 6);
  }

  /// A client leaves while the provider says nothing any more. What the provider has said must have
  /// come by then: where it was buffered, the client would have none of it.
  private void leaves(ReverseProxy proxy, String model, int events) throws Exception {
    long left = simulator.recorded().left();
    Process client = proxy.post(KEY, chat(model, true, 10));
    await().until(() -> simulator.recorded().inFlight() == 1);
    read(client, events);
    client.destroy();
    await().until(() -> simulator.recorded().left() > left);
  }

  private static void read(Process client, int events) throws IOException {
    BufferedReader reader = client.inputReader(UTF_8);
    for (int read = 0; read < events; ) {
      String line = reader.readLine();
      assertThat(line).as("%d events", read).isNotNull();
      read += line.startsWith("data: ") ? 1 : 0;
    }
  }

  private Path chat(String model, boolean stream, int size) throws IOException {
    String body =
        "{\"model\": \"%s\", \"stream\": %s, \"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]}"
            .formatted(model, stream, "x".repeat(size));
    return Files.writeString(folder.resolve("body.json"), body);
  }

  private static String output(Process client) throws IOException, InterruptedException {
    String output = new String(client.getInputStream().readAllBytes(), UTF_8);
    assertThat(client.waitFor()).as(output).isZero();
    return output;
  }
}
