package dev.sluice.it.dashboard;

import dev.sluice.cli.config.Loaded;
import dev.sluice.cli.explain.SettingsPage;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A gateway from a file, in front of simulated providers of which one fails, and some calls that
/// it has answered.
final class BusyGateway implements AutoCloseable {
  static final String TOKEN = "admin-token";
  private static final String SCRIPT = "<img src=x onerror=alert(1)>";

  private final Simulator steady = Simulator.start(Scenario.of(Model.named("m")), 0);
  private final Simulator shaky =
      Simulator.start(
          Scenario.of(
              Model.named("m")
                  .faults(FaultRule.sometimes(new FaultCall(Fault.STATUS, "503"), 0.6))),
          0);
  private final GatewayProcess gateway;

  /// @param folder for the file
  /// @param guarded whether the admin listener asks for a token
  BusyGateway(Path folder, boolean guarded) throws Exception {
    Path file = folder.resolve(guarded ? "guarded.yaml" : "sluice.yaml");
    Files.writeString(file, config(guarded ? ", token: " + TOKEN : ""));
    Loaded loaded = Loaded.from(Optional.of(file.toString()), Map.of());
    gateway =
        GatewayProcess.start(
            loaded.config(), ProcessOptions.defaults().sections(() -> SettingsPage.of(loaded)));
  }

  private String config(String token) {
    return """
    server: {listen: "127.0.0.1:0", drain: 1ms}
    admin: {listen: "127.0.0.1:0"%s}
    providers:
      steady: {type: compatible, url: "%s", keys: [sk-one, sk-two], allow_private: true,
               limits: {m: {rpm: 6000, tpm: 1M}}}
      shaky: {type: compatible, url: "%s", allow_private: true}
      gone: {type: compatible, url: "http://127.0.0.1:1/v1", allow_private: true}
    routes:
      chat: {models: [chat], targets: [{provider: steady, model: m}]}
      backed-up:
        models: [backed-up]
        targets:
          - {provider: shaky, model: m}
          - {provider: gone, model: m}
          - {provider: steady, model: m, fallback: true}
    tenants: {search: {weight: 3}}
    """
        .formatted(token, steady.url(), shaky.url());
  }

  String adminUrl() {
    return gateway.adminUrl();
  }

  /// Makes a few calls, good and bad, and waits for their ends.
  void work() throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = 0; i < 30; i++) {
        call(client, "chat", i % 2 == 0);
        call(client, "backed-up", true);
      }
      call(client, SCRIPT, false);
    }
    PageGateway.settle(gateway);
  }

  private void call(HttpClient client, String model, boolean stream)
      throws IOException, InterruptedException {
    String body =
        """
        {"model": "%s", "stream": %s, "messages": [{"role": "user", "content": "Hello"}]}\
        """
            .formatted(model, stream);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
            .header("content-type", "application/json")
            .header("x-sluice-tenant", stream ? "search" : "support")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    var _ = client.send(request, BodyHandlers.ofString());
  }

  @Override
  public void close() {
    try {
      gateway.drainAndClose();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      shaky.close();
      steady.close();
    }
  }
}
