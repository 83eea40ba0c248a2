package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.scenario.Distribution;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Streams that break off where a target can go on with what its client has.
class ResumingTest {
  private static final int TOKENS = 20;

  private final List<Simulator> simulators = new ArrayList<>();

  @AfterEach
  void end() {
    simulators.forEach(Simulator::close);
  }

  private Simulator simulate(Model model) {
    Simulator simulator =
        Simulator.start(Scenario.of(model.output(Distribution.of(TOKENS))).record(1), 0);
    simulators.add(simulator);
    return simulator;
  }

  private Simulator broken(Fault fault) {
    return simulate(
        Model.named("m").faults(FaultRule.always(new FaultCall(fault, fault.standard()))));
  }

  private static String two(Simulator one, Simulator other, String how) {
    return "providers:\n"
        + Rig.further("one", one.url())
        + Rig.further("other", other.url())
        + "routes: {all: {models: [asked], targets: [{provider: one, model: m}, "
        + "{provider: other, model: m, fallback: true, prefill: "
        + how
        + "}], resume: prefill, timeout: {stall: 1s}}}\n";
  }

  @ParameterizedTest
  @CsvSource({
    "FIN_AFTER, prefix",
    "FIN_AFTER, continue_final_message",
    "STALL_AFTER, prefix",
    "MALFORMED_EVENT, continue_final_message",
    "ERROR_AFTER, prefix"
  })
  void a_stream_that_breaks_off_goes_on_as_one(Fault fault, String how) throws IOException {
    Simulator other = simulate(Model.named("m"));
    try (Rig rig = Rig.caring(two(broken(fault), other, how))) {
      Reply reply = rig.chat("asked", true);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("x-sluice-target")).isEqualTo("one/m");
      assertThat(reply.body()).endsWith("data: [DONE]\n\n").doesNotContain("error");
      assertThat(parts(reply, "\"finish_reason\":\"stop\"")).isEqualTo(1);
      assertThat(parts(reply, "\"role\":")).isEqualTo(1);
      assertThat(parts(reply, "\"content\":\"")).isBetween(TOKENS, TOKENS + 1);
      assertThat(ids(reply)).hasSize(1);
      assertThat(other.recorded().calls(kind -> kind.model().equals("m"))).isOne();
      rig.settleCalls();
      assertThat(rig.metric("sluice_memory_used_bytes", "")).isZero();
    }
  }

  @Test
  void where_the_fallback_breaks_off_too_the_client_is_told() throws IOException {
    try (Rig rig = Rig.caring(two(broken(Fault.FIN_AFTER), broken(Fault.ERROR_AFTER), "prefix"))) {
      Reply reply = rig.chat("asked", true);
      assertThat(reply.body()).contains("\"error\"").doesNotContain("[DONE]");
    }
  }

  private static int parts(Reply reply, String part) {
    return reply.body().split(part.replace("\"", "\\\""), -1).length - 1;
  }

  private static List<String> ids(Reply reply) {
    return reply
        .body()
        .lines()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> line.replaceFirst(".*\"id\":\"([^\"]*)\".*", "$1"))
        .distinct()
        .toList();
  }
}
