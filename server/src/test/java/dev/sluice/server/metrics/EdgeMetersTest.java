package dev.sluice.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ApiError;
import dev.sluice.server.client.RejectedRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class EdgeMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final EdgeMeters meters = new EdgeMeters(registry);

  private static RejectedRequest rejected(String code) {
    ApiError error = ApiError.request(400, code, "no");
    return new RejectedRequest("r1", "POST", "/v1/chat/completions", "", "", "127.0.0.1", error);
  }

  private double counted(String code) {
    return registry.get("sluice.requests.turned.away").tag("code", code).counter().count();
  }

  @Test
  void requests_that_are_turned_away_are_counted_by_their_code() {
    meters.rejected(rejected("invalid_json"));
    meters.rejected(rejected("invalid_json"));
    assertThat(counted("invalid_json")).isEqualTo(2);
    assertThat(counted("not_supported")).isZero();
  }

  @Test
  void a_code_that_nobody_has_listed_makes_no_label_of_its_own() {
    meters.rejected(rejected("brand_new"));
    assertThat(counted("other")).isEqualTo(1);
    assertThat(registry.find("sluice.requests.turned.away").tag("code", "brand_new").counter())
        .isNull();
  }
}
