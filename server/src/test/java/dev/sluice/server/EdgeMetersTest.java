package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.openai.ApiError;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EdgeMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final EdgeMeters meters = new EdgeMeters(registry);

  private double counted(String code) {
    return registry.get("sluice.requests.turned.away").tag("code", code).counter().count();
  }

  @Test
  void requests_that_are_turned_away_are_counted_by_their_code() {
    meters.turnedAway("r1", ApiError.request(400, "invalid_json", "no"));
    meters.turnedAway("r2", ApiError.request(400, "invalid_json", "no"));
    assertThat(counted("invalid_json")).isEqualTo(2);
    assertThat(counted("not_supported")).isZero();
  }

  @Test
  void an_unlisted_code_makes_no_label_of_its_own() {
    meters.turnedAway("r1", ApiError.request(400, "brand_new", "no"));
    assertThat(counted("other")).isEqualTo(1);
    assertThat(registry.find("sluice.requests.turned.away").tag("code", "brand_new").counter())
        .isNull();
  }

  @Test
  void a_process_shows_its_clients_and_whom_it_has_turned_away() throws Exception {
    var nobody = URI.create("http://127.0.0.1:1");
    var provider = new ProviderConfig("p", ProviderType.VLLM, nobody, List.of(), true);
    GatewayProcess gateway =
        GatewayProcess.start(
            new SluiceConfig(
                TestServer.config(List.of(), TestServer.LONG.body()),
                new AdminConfig(TestServer.loopback(), Optional.empty()),
                new GatewayConfig(List.of(provider), List.of(), false)),
            OutputStream.nullOutputStream());
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
