package dev.sluice.lab.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lab.gateway.RawCall.Reply;
import dev.sluice.lab.sim.Simulator;
import dev.sluice.lab.sim.scenario.Model;
import dev.sluice.lab.sim.scenario.Scenario;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Answers that serve later calls, from end to end.
class CachingTest {
  private static final String CHAT =
      "{\"model\":\"%s\",\"seed\":1,\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  private final Simulator sim = Simulator.start(Scenario.of(Model.named("m")).record(1), 0);

  @AfterEach
  void end() {
    sim.close();
  }

  private Rig rig() {
    return Rig.start(
        Rig.provider("sim", sim.port())
            + "routes:\n  all: {models: [\"*\"], targets: [{provider: sim}],"
            + " cache: {max: 64MiB, ttl: 1h}}\n");
  }

  private long sent() {
    return sim.recorded().calls(kind -> !kind.path().endsWith("/models"));
  }

  @Test
  void the_second_of_two_identical_calls_is_a_hit() throws IOException {
    try (Rig rig = rig()) {
      for (String stream : new String[] {"true", "false"}) {
        long before = sent();
        Reply first = rig.call("/v1/chat/completions", CHAT.formatted("m", stream));
        Reply second = rig.call("/v1/chat/completions", CHAT.formatted("m", stream));
        assertThat(second.whole()).isTrue();
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("content-type")).isEqualTo(first.header("content-type"));
        assertThat(first.header("x-sluice-cache")).isEqualTo("miss");
        assertThat(second.header("x-sluice-cache")).isEqualTo("hit");
        assertThat(second.header("age")).isEqualTo("0");
        assertThat(sent()).isEqualTo(before + 1);
      }
      assertThat(rig.metric("sluice_cache_hits_total", "route=\"all\"")).isEqualTo(2);
      assertThat(rig.metric("sluice_cache_misses_total", "")).isEqualTo(2);
      assertThat(rig.metric("sluice_cache_bytes", "")).isPositive();
      assertThat(rig.metric("sluice_calls_saved_total", "cache")).isEqualTo(2);
    }
  }

  @Test
  void a_cut_answer_and_an_error_inside_a_200_are_never_kept() throws IOException {
    try (Rig rig = rig()) {
      for (String fault : new String[] {"sim-fault/fin-after", "sim-fault/error-in-200"}) {
        long before = sent();
        rig.call("/v1/chat/completions", CHAT.formatted(fault, "true"));
        rig.call("/v1/chat/completions", CHAT.formatted(fault, "true"));
        assertThat(sent()).as(fault).isEqualTo(before + 2);
      }
      assertThat(rig.metric("sluice_cache_entries", "")).isZero();
    }
  }
}
