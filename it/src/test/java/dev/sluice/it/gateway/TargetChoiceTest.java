package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

/// Which target a call goes to, and what goes to another one, over real sockets.
class TargetChoiceTest {
  @Test
  void what_is_too_long_for_one_target_is_answered_by_the_next_although_nothing_is_repeated()
      throws IOException {
    try (var small = refusing("context_length_exceeded");
        var large = simulator();
        Rig rig = rig(small.port(), large, "")) {
      Reply reply = rig.chat("m", false);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("x-sluice-target")).isEqualTo("b/m");
      assertThat(reply.header("x-sluice-attempts")).isEqualTo("2");
    }
  }

  @Test
  void what_a_filter_stops_is_told_unless_the_route_wants_another_opinion() throws IOException {
    try (var strict = refusing("content_filter");
        var other = simulator();
        Rig rig = rig(strict.port(), other, "");
        Rig asking = rig(strict.port(), other, "fallback_on: [content_filter]")) {
      Reply refused = rig.chat("m", false);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.body()).contains("\"code\":\"content_filter\"");
      assertThat(asking.chat("m", true).status()).isEqualTo(200);
    }
  }

  @Test
  void a_conversation_stays_at_one_of_two_targets_and_meets_its_prompt_cache() throws IOException {
    try (var one = simulator();
        var two = simulator();
        Rig rig = twins(one, two, "affinity: prefix")) {
      String first = "{\"role\":\"user\",\"content\":\"" + "words ".repeat(2_000) + "\"}";
      for (int turn = 0; turn < 10; turn++) {
        String more = ",{\"role\":\"assistant\",\"content\":\"a\"}".repeat(turn);
        String body = "{\"model\":\"m\",\"messages\":[" + first + more + "]}";
        assertThat(rig.call("/v1/chat/completions", body).status()).isEqualTo(200);
      }
      assertThat(chats(one) * chats(two)).isZero();
      long cached = one.recorded().cachedTokens() + two.recorded().cachedTokens();
      long read = one.recorded().inputTokens() + two.recorded().inputTokens();
      assertThat(cached).isGreaterThan(read * 4 / 5);
    }
  }

  @Test
  void the_less_busy_of_two_targets_takes_the_next_call() throws IOException {
    try (var one = simulator();
        var two = simulator();
        Rig rig = twins(one, two, "balance: least_busy")) {
      for (int i = 0; i < 20; i++) {
        assertThat(rig.chat("m", false).status()).isEqualTo(200);
      }
      assertThat(chats(one)).isBetween(1L, 19L);
    }
  }

  @Test
  void a_shadow_gets_a_copy_that_counts_nowhere_but_beside_the_real_call() throws IOException {
    try (var real = simulator();
        var tried = simulator();
        Rig rig =
            Rig.start(
                Rig.provider("a", real.port())
                    + Rig.further("b", tried.url())
                    + """
                      routes:
                        r:
                          models: [m]
                          targets: [{provider: a, model: m}]
                          shadow: {provider: b, model: m, share: 100%}
                      """)) {
      assertThat(rig.chat("m", true).status()).isEqualTo(200);
      assertThat(rig.chat("m", false).status()).isEqualTo(200);
      await().until(() -> chats(tried) == 2);
      rig.settleCalls();
      assertThat(chats(real)).isEqualTo(2);
      assertThat(rig.metric("sluice_shadow_duration_seconds_count", "side=\"real\"")).isEqualTo(2);
      assertThat(rig.metric("sluice_shadow_duration_seconds_count", "side=\"shadow\""))
          .isEqualTo(2);
      assertThat(rig.metric("gen_ai_server_request_duration_seconds_count", "")).isEqualTo(2);
      assertThat(rig.metric("gen_ai_client_operation_duration_seconds_count", "")).isEqualTo(2);
      assertThat(rig.metric("sluice_attempts_total", "")).isEqualTo(2);
      assertThat(rig.metric("sluice_calls_sent_total", "")).isEqualTo(2);
    }
  }

  @Test
  void a_shadow_that_is_down_or_refuses_fails_no_call() throws IOException {
    try (var real = simulator();
        var broken = refusing("content_filter");
        Rig rig =
            Rig.start(
                Rig.provider("a", real.port())
                    + Rig.further("b", "http://127.0.0.1:" + broken.port() + "/v1")
                    + Rig.further("c", "http://127.0.0.1:1/v1")
                    + """
                      routes:
                        r:
                          models: [m]
                          targets: [{provider: a, model: m}]
                          shadow: {provider: b, model: m, share: 100%}
                        s:
                          models: [n]
                          targets: [{provider: a, model: m}]
                          shadow: {provider: c, model: m, share: 100%}
                      """)) {
      for (int i = 0; i < 10; i++) {
        assertThat(rig.chat("m", false).status()).isEqualTo(200);
        assertThat(rig.chat("n", true).status()).isEqualTo(200);
      }
    }
  }

  private static long chats(Simulator simulator) {
    return simulator.recorded().calls(kind -> kind.path().endsWith("/chat/completions"));
  }

  private static Rig rig(int first, Simulator second, String more) {
    return Rig.start(
        Rig.provider("a", first)
            + Rig.further("b", second.url())
            + """
              routes:
                r:
                  models: [m]
                  targets: [{provider: a, model: m}, {provider: b, model: m, fallback: true}]
              """
            + (more.isEmpty() ? "" : "    " + more + "\n"));
  }

  private static Rig twins(Simulator one, Simulator two, String choice) {
    return Rig.start(
        Rig.provider("a", one.port())
            + Rig.further("b", two.url())
            + """
              routes:
                r:
                  models: [m]
                  targets: [{provider: a, model: m}, {provider: b, model: m}]
              """
            + "    "
            + choice
            + "\n");
  }

  private static Simulator simulator() {
    return Simulator.start(Scenario.of(Model.named("m").cacheDiscount(0.9)), 0);
  }

  private static RawUpstream refusing(String code) throws IOException {
    return new RawUpstream("", (_, out) -> refuse(code, out));
  }

  private static void refuse(String code, OutputStream out) throws IOException {
    String body =
        "{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\""
            + code
            + "\"}}";
    String head =
        "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\nconnection: close\r\n"
            + "content-length: %d\r\n\r\n".formatted(body.length());
    out.write((head + body).getBytes(US_ASCII));
  }
}
