package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.GatewayEdge;
import dev.sluice.call.pipeline.CallExecutor;
import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.scenario.Distribution;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Faults in the middle of a stream, where a route holds its answers.
class CommitTest {
  private static final int TOKENS = 20;
  private static final String COMPLETE = "commit: complete";

  /// For what stalls: longer than a machine that is busy does.
  private static final String STALL = ", timeout: {stall: 1s}";

  private final List<Simulator> simulators = new ArrayList<>();

  @AfterEach
  void end() {
    simulators.forEach(Simulator::close);
  }

  private Simulator simulate(Model model) {
    Simulator simulator = Simulator.start(Scenario.of(model.output(Distribution.of(TOKENS))), 0);
    simulators.add(simulator);
    return simulator;
  }

  private Simulator broken(Fault fault) {
    FaultCall standard = new FaultCall(fault, fault.standard());
    return simulate(Model.named("m").faults(FaultRule.always(standard)));
  }

  private static String two(Simulator one, Simulator other, String policy) {
    return "providers:\n"
        + Rig.further("one", one.url())
        + Rig.further("other", other.url())
        + "routes: {all: {models: [asked], targets: [{provider: one, model: m}, "
        + "{provider: other, model: m, fallback: true}], "
        + policy
        + "}}\n";
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "RESET_AFTER",
        "FIN_AFTER",
        "STALL_AFTER",
        "END_AFTER",
        "MALFORMED_EVENT",
        "ERROR_AFTER"
      })
  void a_stream_that_breaks_is_another_targets_unseen(Fault fault) throws IOException {
    String policy = COMPLETE + (fault == Fault.STALL_AFTER ? STALL : "");
    try (Rig rig = Rig.caring(two(broken(fault), simulate(Model.named("m")), policy))) {
      Reply reply = rig.chat("asked", true);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("x-sluice-target")).isEqualTo("other/m");
      assertThat(reply.header("x-sluice-attempts")).isEqualTo("2");
      assertThat(reply.body()).endsWith("data: [DONE]\n\n").doesNotContain("error");
      assertThat(reply.body().split("\"content\":\"", -1)).hasSizeBetween(TOKENS, TOKENS + 3);
      rig.settleCalls();
      assertThat(rig.metric("sluice_memory_used_bytes", "")).isZero();
    }
  }

  /// One call is made, and repeated once, however many wait for it.
  @Test
  void identical_streams_share_the_answer_that_came_behind_the_fault() throws Exception {
    Simulator sound = simulate(Model.named("m"));
    String policy = COMPLETE + STALL + ", coalesce: true";
    try (Rig rig = Rig.caring(two(broken(Fault.STALL_AFTER), sound, policy));
        var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      // The answer comes when all wait for it: they, and the call that they share.
      CallExecutor engine = GatewayEdge.of(rig.serving().gateway()).engine();
      sound
          .recorded()
          .watch(
              (request, _) -> {
                if (request.method().equals("POST")) {
                  await()
                      .atMost(Duration.ofMinutes(1))
                      .pollInSameThread()
                      .until(() -> engine.running() >= 11);
                }
              });
      String body =
          "{\"model\":\"asked\",\"stream\":true,\"seed\":1,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
      List<Future<Reply>> replies = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        replies.add(clients.submit(() -> rig.call("/v1/chat/completions", body)));
      }
      String first = replies.getFirst().get().body();
      assertThat(first).endsWith("data: [DONE]\n\n").doesNotContain("error");
      for (Future<Reply> reply : replies) {
        assertThat(reply.get().body()).isEqualTo(first);
      }
      rig.settleCalls();
      assertThat(rig.metric("sluice_calls_sent_total", "")).isOne();
      assertThat(rig.metric("sluice_calls_saved_total", "coalesce")).isEqualTo(9);
      assertThat(rig.metric("sluice_memory_used_bytes", "")).isZero();
    }
  }

  /// As long as the tokens before the fault take, and longer.
  @Test
  void so_is_one_that_breaks_while_its_hold_lasts() throws IOException {
    String policy = "commit: 10s";
    Simulator sound = simulate(Model.named("m"));
    try (Rig rig = Rig.caring(two(broken(Fault.RESET_AFTER), sound, policy))) {
      Reply reply = rig.chat("asked", true);
      assertThat(reply.header("x-sluice-target")).isEqualTo("other/m");
      assertThat(reply.body()).endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void where_no_other_target_helps_the_error_has_its_status() throws IOException {
    Simulator one = broken(Fault.RESET_AFTER);
    Simulator other = broken(Fault.RESET_AFTER);
    try (Rig rig = Rig.caring(two(one, other, "commit: complete, retry: {attempts: 2}"))) {
      Reply reply = rig.chat("asked", true);
      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.body()).doesNotContain("data:");
    }
  }

  @Test
  void a_stream_that_is_longer_than_what_is_held_begins_and_ends_honestly() throws IOException {
    String policy = "commit: complete, commit_max: 1KiB";
    Simulator sound = simulate(Model.named("m"));
    try (Rig rig = Rig.caring(two(broken(Fault.FIN_AFTER), sound, policy))) {
      Reply held = rig.chat("asked", true);
      assertThat(held.body()).endsWith("data: [DONE]\n\n").contains(": the answer is longer");
      assertThat(held.header("x-sluice-target")).isEqualTo("other/m");
    }
  }
}
