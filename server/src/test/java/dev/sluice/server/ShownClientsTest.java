package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.SluiceConfig;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShownClientsTest {
  @Test
  void a_process_shows_its_clients_and_whom_it_has_turned_away() throws Exception {
    var nobody = URI.create("http://127.0.0.1:1");
    var provider = new ProviderConfig("p", ProviderType.VLLM, nobody, List.of(), true);
    GatewayProcess gateway =
        GatewayProcess.start(
            new SluiceConfig(
                TestServer.config(List.of(), TestServer.LONG.body()),
                new AdminConfig(TestServer.loopback(), Optional.empty()),
                new GatewayConfig(List.of(provider), List.of(), true)),
            ProcessOptions.defaults());
    try (var client = new RawClient(gateway.address());
        var admin = new RawClient(gateway.adminAddress())) {
      assertThat(client.get("/v1/nowhere").reply().status()).isEqualTo(404);
      assertThat(admin.get("/metrics").reply().body())
          .contains(
              "sluice_clients_open 1.0",
              "sluice_clients_refused_total 0.0",
              "sluice_claims_ignored_total{claim=\"priority\"} 0.0",
              "sluice_requests_turned_away_total{code=\"not_supported\"} 1.0");
    } finally {
      gateway.drainAndClose();
    }
  }
}
