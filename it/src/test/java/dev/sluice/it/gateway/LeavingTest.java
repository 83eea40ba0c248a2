package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that leave, and what their provider sees of it.
class LeavingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Simulator simulator = Simulator.start(Scenario.of(Model.named("m")), 0);
  private final Rig rig = Rig.to(simulator.port());

  @AfterEach
  void everything_is_given_back() {
    rig.close();
    simulator.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_client_that_leaves_while_it_waits_cancels_the_providers_work(boolean stream)
      throws IOException {
    RawCall call = rig.connect().postChat("sim-fault/silence", stream);
    // The gateway lists the provider's models, which is in flight, too.
    await()
        .until(
            () ->
                simulator.recorded().calls(kind -> kind.model().equals("sim-fault/silence")) == 1);
    leave(call, "waiting, stream " + stream);
    assertThat(aborted("before_commit")).isEqualTo(stream ? 1 : 0);
  }

  @Test
  void a_client_that_leaves_in_the_middle_of_a_stream_cancels_the_providers_work()
      throws IOException {
    RawCall call = rig.connect().postChat("sim-fault/endless=5ms", true);
    assertThat(call.head().status()).isEqualTo(200);
    assertThat(call.chunk()).isNotEmpty();
    leave(call, "in the middle of a stream");
    assertThat(aborted("after_commit")).isEqualTo(1);
  }

  private void leave(RawCall call, String when) throws IOException {
    long before = Clock.SYSTEM.nanos();
    call.close();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> simulator.recorded().left() == 1);
    long millis = Duration.ofNanos(Clock.SYSTEM.nanos() - before).toMillis();
    System.out.println("left while " + when + ": the provider saw it after " + millis + " ms");
    rig.settle();
  }

  private double aborted(String phase) throws IOException {
    return rig.metric("sluice_streams_aborted_total", "phase=\"" + phase + "\",side=\"client\"");
  }
}
