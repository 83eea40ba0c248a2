package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.it.gateway.JudgingUpstream.Judge;
import dev.sluice.it.gateway.JudgingUpstream.Verdict;
import dev.sluice.it.gateway.RawCall.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What becomes of keys that a provider does not accept.
class CredentialTest {
  private static final Verdict REVOKED =
      Verdict.error(401, "{\"message\":\"no\",\"code\":\"invalid_api_key\"}");
  private static final Verdict TOO_DEAR =
      Verdict.error(402, "{\"message\":\"can only afford 12 tokens\",\"code\":402}");
  private static final String ASIDE = "sluice_credential_aside";

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  @Test
  void the_only_key_is_asked_again_every_few_seconds_and_opens_all_when_accepted()
      throws IOException {
    var accepted = new AtomicBoolean();
    try (var provider = new JudgingUpstream((_, _) -> accepted.get() ? Verdict.GOOD : REVOKED);
        Rig rig = serve(provider, "secret-one")) {
      Reply refused = rig.chat("m", false);
      assertThat(refused.status()).isEqualTo(424);
      assertThat(refused.field("code")).isEqualTo("upstream_credential");
      assertThat(refused.header("x-should-retry")).isEqualTo("false");
      assertThat(refused.body())
          .contains("answered 401 (invalid_api_key) to the gateway's own key");
      assertThat(rig.chat("other", false).status()).isEqualTo(424);
      assertThat(provider.asked()).isEqualTo(1);
      rig.settleCalls();
      assertThat(rig.metric(ASIDE, "scope=\"account\"")).isEqualTo(1);
      accepted.set(true);
      await()
          .pollInSameThread()
          .atMost(Duration.ofSeconds(60))
          .until(() -> rig.chat("m", false).status() == 200);
      assertThat(rig.chat("other", false).status()).isEqualTo(200);
      rig.settleCalls();
      assertThat(rig.metric(ASIDE, "")).isZero();
      awaitTold("key 1 of 1 is used again for all models");
      assertThat(told.toString(UTF_8))
          .containsOnlyOnce("key 1 of 1 is set aside for all models: the provider answered 401")
          .doesNotContain("secret-one", "Bearer");
    }
  }

  @Test
  void the_second_key_does_the_work_of_one_that_is_refused() throws IOException {
    Judge judge = (key, _) -> key.equals("secret-one") ? REVOKED : Verdict.GOOD;
    try (var provider = new JudgingUpstream(judge);
        Rig rig = serve(provider, "secret-one, secret-two")) {
      for (int i = 0; i < 5; i++) {
        assertThat(rig.chat("m", false).status()).isEqualTo(200);
      }
      assertThat(provider.asked()).isEqualTo(6);
      rig.settleCalls();
      assertThat(rig.metric(ASIDE, "credential=\"0\"")).isEqualTo(1);
      assertThat(rig.metric("sluice_credential_changes_total", "to=\"aside\"")).isEqualTo(1);
      awaitTold("key 1 of 2 is set aside for all models");
    }
  }

  @Test
  void a_402_for_one_call_shuts_no_other_model() throws IOException {
    Judge judge = (_, body) -> body.contains("\"dear\"") ? TOO_DEAR : Verdict.GOOD;
    try (var provider = new JudgingUpstream(judge);
        Rig rig = serve(provider, "secret-one")) {
      Reply first = rig.chat("dear", false);
      assertThat(first.status()).isEqualTo(429);
      assertThat(first.field("code")).isEqualTo("insufficient_quota");
      Reply second = rig.chat("dear", false);
      assertThat(second.status()).isEqualTo(429);
      assertThat(second.body()).doesNotContain("afford");
      for (int i = 0; i < 5; i++) {
        assertThat(rig.chat("m", false).status()).isEqualTo(200);
      }
      assertThat(provider.asked()).isEqualTo(6);
      rig.settleCalls();
      assertThat(rig.metric(ASIDE, "scope=\"model\"")).isEqualTo(1);
      awaitTold("is set aside for \"dear\": the provider answered 402");
    }
  }

  private void awaitTold(String text) {
    await().pollInSameThread().untilAsserted(() -> assertThat(told.toString(UTF_8)).contains(text));
  }

  private Rig serve(JudgingUpstream provider, String keys) {
    String config =
        """
        providers:
          sim: {type: compatible, url: "http://127.0.0.1:%d/v1", allow_private: true, keys: [%s]}
        routes:
        """
            .formatted(provider.port(), keys);
    return Rig.telling(told, config + Rig.route("all", "*", "sim", ""));
  }
}
