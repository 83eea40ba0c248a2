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
  void it_serves_nobody_who_asks_for_something_else_or_for_somebody_else() throws IOException {
    String body = CHAT.formatted("m", "false");
    try (Rig rig = rig()) {
      ask(rig, body);
      assertThat(ask(rig, body.replace("\"seed\":1", "\"seed\":2"))).isEqualTo("miss");
      assertThat(ask(rig, body.replace("{\"model\"", "{\"user\":\"u\",\"model\"")))
          .isEqualTo("miss");
      assertThat(ask(rig, body.replace("{\"model\"", "{\"x\":null,\"model\""))).isEqualTo("miss");
      assertThat(ask(rig, body, "x-sluice-tenant: another")).isEqualTo("miss");
      assertThat(ask(rig, body, "x-sluice-cache: off")).isEqualTo("off");
      assertThat(ask(rig, body, "x-sluice-cache: refresh")).isEqualTo("miss");
      assertThat(ask(rig, body)).isEqualTo("hit");
      String unseeded = body.replace("\"seed\":1,", "");
      assertThat(ask(rig, unseeded)).isEqualTo("off");
      assertThat(ask(rig, unseeded, "x-sluice-cache: on")).isEqualTo("miss");
      assertThat(ask(rig, unseeded, "x-sluice-cache: on")).isEqualTo("hit");
      assertThat(sent()).isEqualTo(9);
    }
  }

  private static String ask(Rig rig, String body, String... headers) throws IOException {
    try (RawCall call = rig.connect()) {
      Reply reply = call.post("/v1/chat/completions", body, headers).reply();
      assertThat(reply.status()).isEqualTo(200);
      return reply.header("x-sluice-cache");
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
