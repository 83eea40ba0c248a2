package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.GatewayEdge;
import dev.sluice.call.pipeline.CallExecutor;
import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Identical calls that are under way at the same time, from end to end.
class CoalescingTest {
  private static final String CHAT =
      "{\"model\":\"m\",\"seed\":1,\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";

  /// A model that never answers.
  private static final String SILENT = "sim-fault/silence";

  private final Simulator sim = Simulator.start(Scenario.of(Model.named("m")).record(1), 0);
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() {
    clients.close();
    sim.close();
  }

  private Rig rig() {
    return Rig.start(
        Rig.provider("sim", sim.port())
            + "routes:\n  all: {models: [\"*\"], targets: [{provider: sim}], coalesce: true}\n");
  }

  /// Lets the provider answer from the moment on at which so many calls are under way in the
  /// gateway, of which the one that others share is one.
  private void answerFrom(int calls, Rig rig) {
    CallExecutor engine = GatewayEdge.of(rig.serving().gateway()).engine();
    var together = new AtomicBoolean();
    sim.recorded()
        .watch(
            (request, _) -> {
              if (request.method().equals("POST")) {
                await().pollInSameThread().until(() -> together.get() || engine.running() >= calls);
                together.set(true);
              }
            });
  }

  private List<Reply> at(int calls, Callable<Reply> call)
      throws InterruptedException, ExecutionException {
    List<Future<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      replies.add(clients.submit(call));
    }
    List<Reply> all = new ArrayList<>();
    for (Future<Reply> reply : replies) {
      all.add(reply.get());
    }
    return all;
  }

  @Test
  void a_hundred_identical_streams_make_one_call() throws Exception {
    try (Rig rig = rig()) {
      answerFrom(101, rig);
      List<Reply> replies =
          at(100, () -> rig.call("/v1/chat/completions", CHAT.formatted("true", "Hi")));
      String first = replies.getFirst().body();
      assertThat(first).endsWith("data: [DONE]\n\n");
      assertThat(replies)
          .allSatisfy(reply -> assertThat(reply.whole()).isTrue())
          .allSatisfy(reply -> assertThat(reply.body()).isEqualTo(first))
          .allSatisfy(reply -> assertThat(reply.header("x-sluice-attempts")).isEqualTo("1"));
      assertThat(sim.recorded().calls(kind -> kind.model().equals("m"))).isOne();
      assertThat(replies)
          .extracting(reply -> reply.header("x-sluice-cache"))
          .containsOnlyOnce("miss")
          .contains("coalesced");
      rig.settleCalls();
      assertThat(rig.metric("sluice_calls_asked_total", "")).isEqualTo(100);
      assertThat(rig.metric("sluice_calls_sent_total", "")).isOne();
      assertThat(rig.metric("sluice_calls_saved_total", "coalesce")).isEqualTo(99);
    }
  }

  @Test
  void a_hundred_identical_embeddings_make_one_call() throws Exception {
    try (Rig rig = rig()) {
      answerFrom(101, rig);
      List<Reply> replies =
          at(100, () -> rig.call("/v1/embeddings", "{\"model\":\"m\",\"input\":\"Hi\"}"));
      String first = replies.getFirst().body();
      assertThat(replies)
          .allSatisfy(reply -> assertThat(reply.status()).isEqualTo(200))
          .allSatisfy(reply -> assertThat(reply.body()).isEqualTo(first));
      assertThat(sim.recorded().calls(kind -> kind.model().equals("m"))).isOne();
    }
  }

  @Test
  void calls_under_one_key_make_one_call_whatever_they_ask_for() throws Exception {
    try (Rig rig = rig()) {
      answerFrom(6, rig);
      String picture = "{\"model\":\"m\",\"prompt\":\"p\"}";
      List<Reply> same = at(5, () -> keyed(rig, "/v1/images/generations", picture, "a"));
      assertThat(same)
          .allSatisfy(reply -> assertThat(reply.status()).isEqualTo(200))
          .allSatisfy(reply -> assertThat(reply.body()).isEqualTo(same.getFirst().body()));
      assertThat(sim.recorded().calls(kind -> kind.model().equals("m"))).isOne();
      String chat = CHAT.formatted("true", "Hi").replace("\"seed\":1,", "");
      at(5, () -> keyed(rig, "/v1/chat/completions", chat, "a"));
      assertThat(sim.recorded().calls(kind -> kind.model().equals("m"))).isEqualTo(2);
      answerFrom(2, rig);
      Future<Reply> one = clients.submit(() -> keyed(rig, "/v1/chat/completions", chat, "b"));
      Future<Reply> two = clients.submit(() -> keyed(rig, "/v1/chat/completions", chat, "c"));
      assertThat(List.of(one.get().status(), two.get().status())).containsOnly(200);
      assertThat(sim.recorded().calls(kind -> kind.model().equals("m"))).isEqualTo(4);
    }
  }

  private static Reply keyed(Rig rig, String path, String body, String key) throws IOException {
    try (RawCall call = rig.connect()) {
      return call.post(path, body, "Idempotency-Key: " + key).reply();
    }
  }

  @Test
  void calls_that_differ_in_anything_do_not_share() throws Exception {
    try (Rig rig = rig()) {
      String body = CHAT.formatted("false", "Hi");
      List<String> bodies =
          List.of(
              body,
              body.replace("\"seed\":1", "\"seed\":2"),
              body.replace("\"seed\":1", "\"seed\":1,\"user\":\"u\""),
              body.replace("\"seed\":1", "\"seed\":1,\"unknown\":{}"),
              body.replace("\"seed\":1", "\"temperature\":0.5"));
      answerFrom(bodies.size(), rig);
      List<Future<Reply>> replies = new ArrayList<>();
      bodies.forEach(b -> replies.add(clients.submit(() -> rig.call("/v1/chat/completions", b))));
      for (Future<Reply> reply : replies) {
        assertThat(reply.get().header("x-sluice-cache")).isNotEqualTo("coalesced");
      }
      assertThat(sim.recorded().calls(kind -> kind.model().equals("m"))).isEqualTo(bodies.size());
    }
  }

  @Test
  void the_call_ends_when_the_last_client_has_left() throws Exception {
    try (Rig rig = rig()) {
      RawCall one = sent(rig);
      await().until(() -> sim.recorded().calls(kind -> kind.model().equals(SILENT)) >= 1);
      RawCall two = sent(rig);
      await().until(() -> GatewayEdge.of(rig.serving().gateway()).engine().running() == 3);
      one.close();
      await().until(() -> GatewayEdge.of(rig.serving().gateway()).engine().running() == 2);
      assertThat(sim.recorded().left()).isZero();
      two.close();
      await().untilAsserted(() -> assertThat(sim.recorded().left()).isOne());
    }
  }

  private static RawCall sent(Rig rig) throws IOException {
    String body = CHAT.formatted("true", "Bye").replace("\"m\"", "\"" + SILENT + "\"");
    return rig.connect().post("/v1/chat/completions", body);
  }
}
