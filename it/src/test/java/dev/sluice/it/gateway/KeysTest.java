package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.GatewayEdge;
import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What calls with different keys share, and what they do not.
class KeysTest {
  private static final String KEYS =
      "one, two, {name: web, key: three, tenant: site}, {name: app, key: four, tenant: site},"
          + " {name: proxy, key: five, tenant: \"*\"}";
  private static final String CHAT =
      "{\"model\":\"m\",\"seed\":1,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";
  private static final Speed SLOW = Speed.of(Duration.ofMillis(400), Duration.ZERO);

  private final Simulator sim =
      Simulator.start(Scenario.of(Model.named("m").speed(SLOW)).record(100), 0);

  @AfterEach
  void end() {
    sim.close();
  }

  private Rig rig(String provider, String route) {
    return rig(sim.port(), provider, route);
  }

  private static Rig rig(int port, String provider, String route) {
    return Rig.keyed(
        KEYS,
        "defaults: {retry: off, breaker: off}\nproviders:\n  sim: {type: compatible, url:"
            + " \"http://127.0.0.1:%d/v1\", allow_private: true%s}\n".formatted(port, provider)
            + "routes:\n  all: {models: [\"*\"], targets: [{provider: sim}]%s}\n".formatted(route));
  }

  private static RawCall send(Rig rig, String path, String body, String key, String... headers)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("authorization: Bearer " + key);
    return rig.connect().post(path, body, all.toArray(String[]::new));
  }

  private static Reply reply(RawCall call) throws IOException {
    try (call) {
      Reply reply = call.reply();
      assertThat(reply.status()).isEqualTo(200);
      return reply;
    }
  }

  private static String cached(Rig rig, String key, String... headers) throws IOException {
    return reply(send(rig, "/v1/chat/completions", CHAT.formatted("Hi"), key, headers))
        .header("x-sluice-cache");
  }

  private long sent() {
    return sim.recorded().calls(kind -> kind.model().equals("m"));
  }

  @Test
  void what_is_kept_serves_its_owner_alone() throws IOException {
    try (Rig rig = rig("", ", cache: {max: 64MiB, ttl: 1h}")) {
      assertThat(cached(rig, "one")).isEqualTo("miss");
      assertThat(cached(rig, "two")).isEqualTo("miss");
      assertThat(cached(rig, "one")).isEqualTo("hit");
      assertThat(cached(rig, "one", "x-sluice-tenant: key-2")).isEqualTo("hit");
      rig.settleCalls();
      assertThat(rig.metric("sluice_claims_ignored_total", "claim=\"tenant\"")).isOne();
      assertThat(cached(rig, "three")).isEqualTo("miss");
      assertThat(cached(rig, "four")).isEqualTo("hit");
      assertThat(cached(rig, "five", "x-sluice-tenant: a")).isEqualTo("miss");
      assertThat(cached(rig, "five", "x-sluice-tenant: key-1")).isEqualTo("miss");
      assertThat(cached(rig, "five", "x-sluice-tenant: a")).isEqualTo("hit");
      assertThat(sent()).isEqualTo(5);
    }
  }

  @Test
  void a_refresh_replaces_no_other_owner_s_answer() throws IOException {
    try (Rig rig = rig("", ", cache: {max: 64MiB, ttl: 1h}")) {
      String id = chat(rig, "one").header("x-sluice-upstream-request-id");
      assertThat(cached(rig, "two", "x-sluice-cache: refresh")).isEqualTo("miss");
      assertThat(chat(rig, "one").header("x-sluice-upstream-request-id")).isEqualTo(id);
      assertThat(sent()).isEqualTo(2);
    }
  }

  private static Reply chat(Rig rig, String key) throws IOException {
    return reply(send(rig, "/v1/chat/completions", CHAT.formatted("Hi"), key));
  }

  @Test
  void what_is_under_way_is_shared_with_its_owner_alone() throws IOException {
    var answers = new Semaphore(0);
    try (var held = RawUpstream.holding(answers);
        Rig rig = rig(held.port(), "", ", coalesce: true")) {
      List<RawCall> calls = new ArrayList<>();
      for (String key : List.of("one", "one", "two", "three", "four")) {
        calls.add(send(rig, "/v1/chat/completions", CHAT.formatted("Hi"), key));
      }
      // Five, and the three that they share.
      await().until(() -> GatewayEdge.of(rig.serving().gateway()).engine().running() == 8);
      answers.release(3);
      for (RawCall call : calls) {
        reply(call);
      }
      assertThat(held.asked()).isEqualTo(3);
    }
  }

  @Test
  void a_batch_holds_calls_of_its_owner_alone() throws IOException {
    String body = "{\"model\":\"m\",\"input\":\"%s\"}";
    try (Rig rig = rig("", ", batch: {max_items: 16, max_wait: 5s}")) {
      List<RawCall> calls = new ArrayList<>();
      calls.add(send(rig, "/v1/embeddings", body.formatted("first"), "one"));
      await().until(() -> sent() == 1);
      calls.add(send(rig, "/v1/embeddings", body.formatted("second"), "one"));
      calls.add(send(rig, "/v1/embeddings", body.formatted("third"), "two"));
      for (RawCall call : calls) {
        reply(call);
      }
      assertThat(sent()).isEqualTo(3);
    }
  }

  @Test
  void a_pattern_without_a_slash_leads_to_its_route() throws IOException {
    try (Simulator other =
            Simulator.start(Scenario.of(Model.named("emb"), Model.named("embed")), 0);
        Rig rig =
            Rig.start(
                Rig.provider("sim", other.port())
                    + "routes:\n"
                    + Rig.route("embeddings", "emb*", "sim", ""))) {
      for (String model : List.of("emb", "embed")) {
        String body = "{\"model\":\"" + model + "\",\"input\":\"a\"}";
        assertThat(rig.call("/v1/embeddings", body).status()).isEqualTo(200);
      }
      assertThat(rig.call("/v1/embeddings", "{\"model\":\"em\",\"input\":\"a\"}").status())
          .isEqualTo(404);
    }
  }
}
