package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.proxy.Behaviour;
import dev.sluice.sim.proxy.FaultProxy;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The breaker of a real gateway.
class CircuitTest {
  private static final String STATE = "sluice_breaker_state";
  private static final String CHANGES = "sluice_breaker_changes_total";
  private static final String CHAT = "gen_ai_operation_name=\"chat\"";

  private final Simulator simulator = Simulator.start(Scenario.of(Model.named("m")), 0);
  private final FaultProxy proxy = FaultProxy.start(simulator.port());

  @AfterEach
  void end() {
    proxy.close();
    simulator.close();
  }

  @Test
  void a_provider_that_is_down_is_left_alone_and_found_again() throws IOException {
    try (Rig rig = guarded("{open: 300ms..1s}")) {
      goDown();
      Reply refused = failUntilRefused(rig);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.field("code")).isEqualTo("circuit_open");
      assertThat(refused.header("x-should-retry")).isEqualTo("true");
      assertThat(Long.parseLong(refused.header("retry-after-ms"))).isBetween(1L, 1000L);
      assertThat(rig.metric(STATE, CHAT)).isPositive();
      assertThat(rig.metric(CHANGES, "reason=\"failures\"")).isEqualTo(1);
      proxy.behave(Behaviour.PASS);
      await()
          .pollInSameThread()
          .atMost(Duration.ofSeconds(60))
          .until(() -> rig.chat("m", false).status() == 200 && rig.metric(STATE, CHAT) == 0);
      assertThat(rig.metric(CHANGES, "reason=\"recovered\"")).isEqualTo(1);
    }
  }

  @Test
  void a_breaker_that_is_off_lets_every_call_try() throws IOException {
    try (Rig rig = guarded("off")) {
      goDown();
      for (int i = 0; i < 30; i++) {
        assertThat(rig.chat("m", false).status()).isEqualTo(502);
      }
    }
  }

  /// Breaks what is open, and everything that comes.
  private void goDown() {
    proxy.behave(Behaviour.CLOSE);
    proxy.resetAll();
  }

  private Rig guarded(String breaker) {
    return Rig.start(
        Rig.provider("sim", proxy.port())
            + "defaults: {breaker: %s}\n".formatted(breaker)
            + "routes:\n"
            + Rig.route("all", "*", "sim", ""));
  }

  /// The first answer that is not the failure itself; a total outage is noticed within ten calls.
  private static Reply failUntilRefused(Rig rig) throws IOException {
    for (int i = 0; i < 10; i++) {
      Reply reply = rig.chat("m", false);
      if (reply.status() != 502) {
        return reply;
      }
    }
    return rig.chat("m", false);
  }
}
