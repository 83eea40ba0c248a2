package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.gateway.JudgingUpstream.Verdict;
import dev.sluice.it.gateway.RawCall.Reply;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A bound on the output that a client has made up, at a provider whose quota is known.
class AbsurdBoundsTest {
  private static final String PROMPT = "word ".repeat(600);

  @ParameterizedTest
  @ValueSource(strings = {"1000001", "9223372036854775806"})
  void is_passed_on_as_it_is_and_takes_nothing_from_the_others(String bound) throws IOException {
    var seen = new AtomicReference<String>();
    try (var provider = new JudgingUpstream((_, body) -> judge(body, bound, seen));
        Rig rig = Rig.start(config(provider))) {
      assertThat(chat(rig, "500").status()).isEqualTo(200);
      double before = left(rig);
      for (int i = 0; i < 5; i++) {
        Reply refused = chat(rig, bound);
        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
      }
      assertThat(seen.get()).contains("\"max_tokens\":" + bound + ",");
      assertThat(left(rig)).isGreaterThanOrEqualTo(before);
      assertThat(chat(rig, "500").status()).isEqualTo(200);
    }
  }

  private static Verdict judge(String body, String bound, AtomicReference<String> seen) {
    if (!body.contains(bound)) {
      return Verdict.GOOD;
    }
    seen.set(body);
    return Verdict.error(400, "{\"message\":\"max_tokens is too large\"}");
  }

  private static double left(Rig rig) throws IOException {
    rig.settleCalls();
    return rig.metric("sluice_quota_remaining", "dimension=\"tokens\"");
  }

  private static Reply chat(Rig rig, String bound) throws IOException {
    String body =
        "{\"model\":\"m\",\"max_tokens\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(bound, PROMPT);
    return rig.call("/v1/chat/completions", body);
  }

  private static String config(JudgingUpstream provider) {
    return """
    providers:
      sim: {type: compatible, url: "http://127.0.0.1:%d/v1", allow_private: true, limits: {m: {tpm: 2M}}}
    routes:
      all: {models: [m], targets: [{provider: sim}]}
    """
        .formatted(provider.port());
  }
}
