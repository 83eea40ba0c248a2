package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.sluice.Answer;
import dev.sluice.CallFailedException;
import dev.sluice.Gateway;
import dev.sluice.Request;
import dev.sluice.call.Failed;
import dev.sluice.call.request.Operation;
import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a gateway is for, from end to end.
class RealCallsTest {
  private static final Speed SLOW = Speed.of(Duration.ofMillis(50), Duration.ofMillis(20));

  private final Simulator one = simulator();
  private final Simulator other = simulator();

  private static Simulator simulator() {
    return Simulator.start(
        Scenario.of(Model.named("m"), Model.named("slow").speed(SLOW)).record(2), 0);
  }

  @AfterEach
  void end() {
    one.close();
    other.close();
  }

  @Test
  void an_image_of_20_MB_passes() throws IOException {
    String image = "QUJD".repeat(5 << 20);
    String body =
        """
        {"model":"m","messages":[{"role":"user","content":[{"type":"image_url",\
        "image_url":{"url":"data:image/png;base64,%s"}}]}]}"""
            .formatted(image);
    try (Rig rig = Rig.to(one.port())) {
      assertThat(rig.call("/v1/chat/completions", body).status()).isEqualTo(200);
      assertThat(one.recorded().requests()).anyMatch(request -> request.text().equals(body));
    }
  }

  @Test
  void an_unknown_model_is_told_with_the_nearest_names() throws IOException {
    String routes =
        Rig.route("a", "gpt-5-mini", "sim", "") + Rig.route("b", "embed-large", "sim", "");
    try (Rig rig = Rig.start(Rig.provider("sim", one.port()) + "routes:\n" + routes)) {
      Reply reply = rig.chat("gpt-5-mimi", false);
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.field("code")).isEqualTo("model_not_found");
      assertThat(reply.header("x-should-retry")).isEqualTo("false");
      assertThat(reply.field("message")).contains("gpt-5-mini").doesNotContain("embed-large");
    }
  }

  @Test
  void targets_get_calls_by_their_weights() throws IOException {
    String targets = "[{provider: one, model: m, weight: 3}, {provider: other, model: m}]";
    try (Rig rig = Rig.start(both("compatible") + route(targets))) {
      for (int i = 0; i < 400; i++) {
        assertThat(rig.chat("asked", false).status()).isEqualTo(200);
      }
      // Seven standard deviations.
      assertThat(one.recorded().calls(kind -> kind.model().equals("m"))).isBetween(240L, 360L);
      assertThat(other.recorded().calls(kind -> kind.model().equals("m"))).isBetween(40L, 160L);
    }
  }

  @Test
  void a_fallback_serves_only_what_no_other_can() throws IOException {
    String targets = "[{provider: one, model: m}, {provider: other, model: m, fallback: true}]";
    try (Rig rig = Rig.start(both("anthropic, api: openai") + route(targets))) {
      for (int i = 0; i < 20; i++) {
        assertThat(rig.chat("asked", false).header("x-sluice-target")).isEqualTo("one/m");
      }
      Reply vector = rig.call("/v1/embeddings", "{\"model\":\"asked\",\"input\":\"Hi\"}");
      assertThat(vector.status()).isEqualTo(200);
      assertThat(vector.header("x-sluice-target")).isEqualTo("other/m");
    }
  }

  @Test
  void streams_that_run_may_finish_when_the_gateway_drains() throws Exception {
    Rig rig = Rig.to(one.port());
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> replies = new ArrayList<>();
      Callable<Reply> call = () -> rig.chat("slow", true);
      for (int i = 0; i < 50; i++) {
        replies.add(clients.submit(call));
      }
      await().until(() -> one.recorded().calls(kind -> kind.model().equals("slow")) >= 50);
      rig.stop();
      for (Future<Reply> reply : replies) {
        assertThat(reply.get().whole()).isTrue();
        assertThat(reply.get().body()).endsWith("data: [DONE]\n\n");
      }
    }
    assertThat(one.recorded().left()).isZero();
  }

  @Test
  void an_application_pulls_its_answer() throws Exception {
    try (Rig rig = Rig.to(one.port())) {
      Gateway gateway = rig.serving().gateway();
      try (Answer answer = gateway.call(Request.of(Operation.CHAT, RawCall.chat("m", true)))) {
        String body = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(body).startsWith("data: {").endsWith("data: [DONE]\n\n");
        assertThat(answer.attempts()).isEqualTo(1);
      }
    }
  }

  @Test
  void an_application_is_told_why_its_call_failed() throws Exception {
    try (Rig rig = Rig.to(one.port())) {
      Gateway gateway = rig.serving().gateway();
      var request = Request.of(Operation.CHAT, RawCall.chat("sim-fault/503", false));
      var refused =
          catchThrowableOfType(CallFailedException.class, () -> gateway.call(request).close());
      assertThat(refused.failed()).isInstanceOf(Failed.Overloaded.class);
      var cut = Request.of(Operation.CHAT, RawCall.chat("sim-fault/fin-after", true));
      try (Answer answer = gateway.call(cut)) {
        var broken =
            catchThrowableOfType(CallFailedException.class, () -> answer.body().readAllBytes());
        assertThat(broken.failed()).isInstanceOf(Failed.BadAnswer.class);
      }
    }
  }

  private String both(String typeOfOne) {
    String provider = "  %s: {type: %s, url: \"%s\", key: sk-test, allow_private: true}\n";
    return "providers:\n"
        + provider.formatted("one", typeOfOne, one.url())
        + provider.formatted("other", "compatible", other.url());
  }

  private static String route(String targets) {
    return "routes:\n  all: {models: [asked], targets: " + targets + "}\n";
  }
}
