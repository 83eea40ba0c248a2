package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers that serve later calls, from end to end.
class CachingTest {
  private static final String CHAT =
      "{\"model\":\"%s\",\"seed\":1,\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  private final Simulator sim = Simulator.start(Scenario.of(Model.named("m")).record(9), 0);

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
        long begun = System.nanoTime();
        Reply first = rig.call("/v1/chat/completions", CHAT.formatted("m", stream));
        Reply second = rig.call("/v1/chat/completions", CHAT.formatted("m", stream));
        assertThat(second.whole()).isTrue();
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("content-type")).isEqualTo(first.header("content-type"));
        assertThat(first.header("x-sluice-cache")).isEqualTo("miss");
        assertThat(second.header("x-sluice-cache")).isEqualTo("hit");
        assertNoOlder(second, begun);
        assertThat(sent()).isEqualTo(before + 1);
      }
      rig.settleCalls();
      assertThat(rig.metric("sluice_cache_hits_total", "route=\"all\"")).isEqualTo(2);
      assertThat(rig.metric("sluice_cache_misses_total", "")).isEqualTo(2);
      assertThat(rig.metric("sluice_cache_bytes", "")).isPositive();
      assertThat(rig.metric("sluice_calls_saved_total", "cache")).isEqualTo(2);
    }
  }

  /// What is kept has an age, and was made behind this instant.
  private static void assertNoOlder(Reply reply, long begun) {
    assertThat(Long.parseLong(reply.header("age")))
        .isBetween(0L, Duration.ofNanos(System.nanoTime() - begun).toSeconds());
  }

  @Test
  void it_serves_no_call_with_another_body_or_another_owner() throws IOException {
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

  @ParameterizedTest
  @ValueSource(strings = {"float", "base64"})
  void inputs_that_are_kept_are_filled_in_as_the_provider_would_have_answered(String encoding)
      throws IOException {
    String call = "{\"model\":\"m\",\"input\":[%s],\"encoding_format\":\"" + encoding + "\"}";
    try (Rig rig = rig();
        Rig plain = Rig.to(sim.port())) {
      for (String inputs :
          List.of(
              "\"one\",\"two\"",
              "\"three\",\"two\",\"four\",\"one\",\"three\"",
              "\"four\",\"one\"")) {
        String body = call.formatted(inputs);
        assertThat(vectors(rig.call("/v1/embeddings", body)))
            .isEqualTo(vectors(plain.call("/v1/embeddings", body)));
      }
      assertThat(texts()).contains("[\"three\",\"four\"]");
      assertThat(sent()).isEqualTo(2 + 3);
      rig.settleCalls();
      assertThat(rig.metric("sluice_cache_inputs_total", "route=\"all\"")).isEqualTo(4);
      assertThat(rig.metric("sluice_calls_saved_total", "cache")).isOne();
    }
  }

  /// All but the usage, of which each input has an estimate.
  private static String vectors(Reply reply) {
    assertThat(reply.status()).isEqualTo(200);
    return reply.body().replaceAll("(\"\\w+_tokens\":)[1-9][0-9]*", "$1n");
  }

  private List<String> texts() {
    return sim.recorded().requests().stream()
        .map(request -> request.text().replaceAll(".*\"input\":(\\[[^]]*]).*", "$1"))
        .toList();
  }

  @Test
  void inputs_say_where_they_come_from_and_failures_pass() throws IOException {
    try (Rig rig = rig()) {
      long begun = System.nanoTime();
      assertThat(embed(rig, "\"a\"").header("x-sluice-cache")).isEqualTo("miss");
      Reply partial = embed(rig, "\"b\",\"a\"");
      assertThat(partial.header("x-sluice-cache")).isEqualTo("partial");
      assertNoOlder(partial, begun);
      assertThat(embed(rig, "\"a\",\"b\"").header("x-sluice-cache")).isEqualTo("hit");
      Reply refused = embed(rig, "\"a\",\"" + "long ".repeat(7000) + "\"");
      assertThat(refused.status()).isEqualTo(400);
      assertThat(sent()).isEqualTo(3);
    }
  }

  private static Reply embed(Rig rig, String inputs) throws IOException {
    return rig.call("/v1/embeddings", "{\"model\":\"m\",\"input\":[" + inputs + "]}");
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
      rig.settleCalls();
      assertThat(rig.metric("sluice_cache_entries", "")).isZero();
    }
  }
}
