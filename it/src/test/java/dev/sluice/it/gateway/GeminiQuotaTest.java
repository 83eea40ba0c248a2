package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.limit.Limit;
import dev.sluice.sim.limit.ModelLimits;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a quota of Google's that is used up means for the calls that follow, over sockets: of the
/// minute they wait for the hint, of the day they are refused until it ends in California.
class GeminiQuotaTest {
  private static final String HI =
      "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}";
  private static final String ROUTE = "routes:\n" + Rig.route("google", "to/*", "google", "");

  /// The longest day has twenty-five hours, and a wait is spread upward by a tenth.
  private static final long LONGEST = 25 * 3_600 * 11 / 10 + 1;

  /// What the simulator says beside a quota of the day, in seconds.
  private static final long SAID = 36;

  private static String provider(String url) {
    return "providers:\n  google: {type: gemini, api: gemini, url: \"%s\", key: k, allow_private: true}\n"
        .formatted(url);
  }

  private static Rig rig(Simulator simulator) {
    return Rig.start(provider("http://127.0.0.1:" + simulator.port()) + ROUTE);
  }

  private static Reply generate(Rig rig, String model) throws IOException {
    return rig.call("/v1beta/models/to/" + model + ":generateContent", HI);
  }

  private static long asked(Simulator simulator) {
    return simulator.recorded().calls(kind -> kind.path().endsWith(":generateContent"));
  }

  private static long after(Reply reply) {
    return Long.parseLong(reply.header("retry-after"));
  }

  @Test
  void the_quota_of_a_day_closes_the_model_and_no_other_call_is_sent() throws IOException {
    String day = "sim-fault/throttle=day:" + SAID;
    try (Simulator simulator = Simulator.start(Scenario.of(Model.named("m")), 0);
        Rig rig = rig(simulator)) {
      Reply first = generate(rig, day);
      assertThat(first.status()).isEqualTo(429);
      assertThat(first.body()).contains("\"status\":\"RESOURCE_EXHAUSTED\"", "RetryInfo");
      assertThat(after(first)).isBetween(SAID, LONGEST);
      long asked = asked(simulator);
      Reply second = generate(rig, day);
      assertThat(second.status()).isEqualTo(429);
      assertThat(second.header("x-sluice-attempts")).isEmpty();
      assertThat(asked(simulator)).isEqualTo(asked);
      await().until(() -> simulator.recorded().inFlight() == 0);
    }
  }

  /// By the answer's own date: at noon in California half a day, at night on the day on which
  /// clocks are set back twenty-five hours.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Thu, 26 Nov 2026 20:00:00 GMT | 43200",
        "Thu, 26 Nov 2026 07:59:30 GMT | 36",
        "Sun, 01 Nov 2026 07:00:00 GMT | 90000"
      })
  void a_day_ends_in_the_zone_of_the_provider(String date, long seconds) throws IOException {
    String error =
        "{\"error\":{\"code\":429,\"message\":\"used up\",\"status\":\"RESOURCE_EXHAUSTED\","
            + "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.QuotaFailure\","
            + "\"violations\":[{\"quotaId\":\"GenerateRequestsPerDayPerProjectPerModel\"}]},"
            + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"36s\"}]}}";
    try (var google = new MessagesProvider(_ -> call -> call.error(429, error, "date: " + date));
        Rig rig = Rig.start("providers:\n" + asGoogle(google) + ROUTE)) {
      Reply refused = generate(rig, "gemini-x");
      assertThat(refused.status()).as(refused.body()).isEqualTo(429);
      assertThat(after(refused)).isBetween(seconds, seconds * 11 / 10 + 1);
      Reply next = generate(rig, "gemini-x");
      assertThat(next.status()).isEqualTo(429);
      assertThat(google.calls("google")).hasSize(1);
    }
  }

  private static String asGoogle(MessagesProvider provider) {
    return provider
        .line("google")
        .replace("type: anthropic, api: messages", "type: gemini, api: gemini");
  }

  @Test
  void the_quota_of_a_minute_holds_calls_until_its_hint() throws IOException {
    try (Simulator simulator = Simulator.start(Scenario.of(Model.named("m")), 0);
        Rig rig = rig(simulator)) {
      Reply first = generate(rig, "sim-fault/throttle=seconds:3");
      assertThat(first.status()).isEqualTo(429);
      assertThat(first.body()).contains("RetryInfo");
      assertThat(after(first)).isBetween(3L, 4L);
      long asked = asked(simulator);
      Reply waited = generate(rig, "sim-fault/throttle=seconds:3");
      assertThat(Long.parseLong(waited.header("x-sluice-queue-ms"))).isPositive();
      assertThat(asked(simulator)).isEqualTo(asked + 1);
    }
  }

  @Test
  void a_limit_of_the_provider_is_told_to_a_client_of_google_with_its_wait() throws IOException {
    Model limited = Model.named("m").limits(new ModelLimits(Limit.perMinute(1), null, 9, false));
    try (Simulator simulator = Simulator.start(Scenario.of(limited), 0);
        Rig rig = rig(simulator)) {
      assertThat(generate(rig, "m").status()).isEqualTo(200);
      Reply refused = generate(rig, "m");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.body())
          .contains("\"status\":\"RESOURCE_EXHAUSTED\"", "RetryInfo")
          .doesNotContain("PerDay");
      assertThat(after(refused)).isBetween(1L, 70L);
    }
  }
}
