package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Distribution;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that do as a refusal tells them.
class ComeBackTest {
  private static final String CHAT =
      "{\"model\":\"m\",\"max_tokens\":80,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  private static final Duration POLL = Duration.ofMillis(2);

  /// Of either limit there is enough for about two calls at once and for two a second.
  @ParameterizedTest
  @ValueSource(strings = {"rpm: 120", "tpm: 10K"})
  void who_comes_back_when_it_was_told_to_is_served(String limit) throws Exception {
    Model model = Model.named("m").output(Distribution.of(80));
    try (Simulator simulator = Simulator.start(Scenario.of(model), 0);
        Rig rig = Rig.start(config(simulator, limit));
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Reply refused = refused(rig, clients);
      assertThat(refused.field("code")).isEqualTo("provider_throttled");
      assertThat(refused.header("x-should-retry")).isEqualTo("true");
      Due.after(Duration.ofMillis(Long.parseLong(refused.header("retry-after-ms"))));
      Reply back = chat(rig);
      assertThat(back.status()).as(back.body()).isEqualTo(200);
    }
  }

  /// Lets clients come, each once the one before it waits or is answered, until one is refused.
  private static Reply refused(Rig rig, ExecutorService clients) throws Exception {
    Reply last;
    do {
      double waiting = waiting(rig);
      Future<Reply> next = clients.submit(() -> chat(rig));
      await().forever().pollInterval(POLL).until(() -> next.isDone() || waiting(rig) > waiting);
      last = next.isDone() ? next.get() : null;
    } while (last == null || last.status() == 200);
    return last;
  }

  private static double waiting(Rig rig) throws IOException {
    return rig.metric("sluice_queue_calls", "band=\"normal\"");
  }

  private static Reply chat(Rig rig) throws IOException {
    return rig.call("/v1/chat/completions", CHAT);
  }

  private static String config(Simulator simulator, String limit) {
    return """
    providers:
      sim: {type: compatible, url: "%s", allow_private: true, limits: {m: {%s, burst: 1s}}}
    routes:
      all: {models: [m], targets: [{provider: sim}], queue: {max_wait: 3s}}
    """
        .formatted(simulator.url(), limit);
  }
}
