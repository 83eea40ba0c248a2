package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.Simulator;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LearnedTimeoutsTest {
  private static final int LEARNED = 30;

  @Test
  void a_stream_of_keep_alives_only_is_caught_once_its_model_is_learned() throws IOException {
    var keepAlives = FaultRule.at(new FaultCall(Fault.KEEP_ALIVES, "10ms"), LEARNED + 1);
    Speed speed = Speed.of(Duration.ofMillis(20), Duration.ofMillis(1));
    var scenario = Scenario.of(Model.named("m").speed(speed).faults(keepAlives));
    try (Simulator simulator = Simulator.start(scenario, 0);
        Rig rig = Rig.to(simulator.port())) {
      for (int i = 0; i < LEARNED; i++) {
        assertThat(rig.chat("m", true).status()).isEqualTo(200);
      }
      rig.settleCalls();
      assertThat(timeouts(rig)).isZero();
      assertThat(rig.metric("sluice_timeout_learned_seconds", "what=\"first_token\""))
          .isPositive()
          .isLessThan(15);
      rig.chat("m", true);
      rig.settle();
      assertThat(timeouts(rig)).isEqualTo(1);
    }
  }

  private static double timeouts(Rig rig) throws IOException {
    return rig.metric("sluice_timeouts_total", "phase=\"first_token\"");
  }
}
