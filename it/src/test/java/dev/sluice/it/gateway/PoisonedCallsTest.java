package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.gateway.JudgingUpstream.Verdict;
import dev.sluice.it.gateway.RawCall.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The calls that are kept from a provider after one caller's have failed. Everything is as it is
/// by default, so that each failure is also repeated, but for the time that a circuit stays open: a
/// busy machine takes longer for the calls that find it so.
class PoisonedCallsTest {
  private static final String POISON = "too long ".repeat(2_000);
  private static final String SERVER_ERROR = "{\"message\":\"broken\"}";

  @Test
  void ten_calls_that_one_key_must_not_make_keep_no_other_key_s_away() throws IOException {
    try (var provider = new JudgingUpstream(PoisonedCallsTest::emptyWhenTooLong);
        Rig rig = Rig.keyed("one, two", config(provider))) {
      for (int i = 0; i < 10; i++) {
        assertThat(chat(rig, POISON, "authorization: Bearer one").status()).isNotEqualTo(200);
      }
      assertThat(chat(rig, POISON, "authorization: Bearer one").field("code"))
          .isEqualTo("circuit_open");
      passes(rig, "Hello", "authorization: Bearer two");
      passes(rig, POISON.replace("too long", "as large"), "authorization: Bearer two");
    }
  }

  @Test
  void nor_one_tenant_s_another_tenant_s() throws IOException {
    try (var provider = new JudgingUpstream(PoisonedCallsTest::emptyWhenTooLong);
        Rig rig = Rig.caring(config(provider))) {
      for (int i = 0; i < 10; i++) {
        assertThat(chat(rig, POISON, "x-sluice-tenant: one").status()).isNotEqualTo(200);
      }
      passes(rig, POISON.replace("too long", "as large"), "x-sluice-tenant: two");
    }
  }

  @Test
  void where_all_callers_look_alike_the_size_tells_them_apart() throws IOException {
    try (var provider = new JudgingUpstream(PoisonedCallsTest::emptyWhenTooLong);
        Rig rig = Rig.caring(config(provider))) {
      for (int i = 0; i < 10; i++) {
        assertThat(chat(rig, POISON).status()).isNotEqualTo(200);
      }
      passes(rig, "Hello");
      rig.settleCalls();
      assertThat(rig.metric("sluice_breaker_state", "chat")).isZero();
      assertThat(rig.metric("sluice_breaker_changes_total", "reason=\"one_caller\"")).isEqualTo(1);
    }
  }

  @Test
  void an_outage_of_500s_opens_it_though_one_caller_alone_meets_it() throws IOException {
    try (var provider = new JudgingUpstream((_, _) -> Verdict.error(500, SERVER_ERROR));
        Rig rig = Rig.caring(config(provider))) {
      List<String> codes = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        codes.add(chat(rig, "x".repeat(1 + i * 37 % 1_000)).field("code"));
      }
      assertThat(codes.subList(12, 200)).containsOnly("circuit_open");
      assertThat(rig.metric("sluice_breaker_state", "chat")).isPositive();
      assertThat(provider.asked()).isLessThanOrEqualTo(20);
    }
  }

  private static Verdict emptyWhenTooLong(String key, String body) {
    return body.contains("too long") ? Verdict.EMPTY : Verdict.GOOD;
  }

  private static void passes(Rig rig, String text, String... headers) throws IOException {
    for (int i = 0; i < 10; i++) {
      Reply reply = chat(rig, text, headers);
      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }
  }

  private static Reply chat(Rig rig, String text, String... headers) throws IOException {
    String body =
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(text);
    try (RawCall call = rig.connect()) {
      return call.post("/v1/chat/completions", body, headers).reply();
    }
  }

  private static String config(JudgingUpstream provider) {
    return "defaults: {breaker: {open: 1h}}\n"
        + Rig.provider("sim", provider.port())
        + "routes:\n"
        + Rig.route("all", "*", "sim", "");
  }
}
