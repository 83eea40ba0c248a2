package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.gateway.JudgingUpstream.Judge;
import dev.sluice.it.gateway.JudgingUpstream.Verdict;
import dev.sluice.it.gateway.RawCall.Reply;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Words that one caller has chosen, a prompt or the name of a model, and what they do to others.
class OneCallersWordsTest {
  private static final String KEY = "secret-credential-1";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "anthropic, api: openai | 400 | your credit balance is too low",
        "gemini, api: openai | 400 | API key not valid",
        "deepseek   | 400 | insufficient balance",
        "compatible | 429 | try again in 20h",
        "compatible | 429 | my requests per day",
        "compatible | 503 | retry after 20 minutes"
      })
  void an_echo_of_a_prompt_shuts_no_client_out(String type, int status, String prompt)
      throws IOException {
    try (var provider = new JudgingUpstream(echo(status, prompt));
        Rig rig = Rig.start(config(type, provider, "retry: off"))) {
      assertThat(chat(rig, "m", prompt).status()).isEqualTo(status);
      Reply other = chat(rig, "m", "Hello");
      assertThat(other.status()).as(other.body()).isEqualTo(200);
      assertThat(rig.metric("sluice_credential_aside", "")).isZero();
    }
  }

  @Test
  void a_call_that_meets_a_closed_gate_does_not_see_another_s_error() throws IOException {
    String prompt = "my private words";
    Judge judge =
        (_, _) -> Verdict.error(429, "{\"message\":\"no to " + prompt + ", try again in 9s\"}");
    try (var provider = new JudgingUpstream(judge);
        Rig rig = Rig.start(config("compatible", provider, "queue: {max_wait: 1s}"))) {
      assertThat(chat(rig, "m", prompt).body()).contains(prompt);
      Reply other = chat(rig, "m", "Hello");
      assertThat(other.status()).isEqualTo(429);
      assertThat(other.body()).doesNotContain(prompt);
      assertThat(provider.asked()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 451, 503})
  void an_error_with_the_operator_s_data_passes_without_it(int status) throws IOException {
    var error = "{\"message\":\"key %s of org-AbCdEfGhIjKl at 127.0.0.1\"}".formatted(KEY);
    try (var provider = new JudgingUpstream((_, _) -> Verdict.error(status, error));
        Rig rig = Rig.start(config("compatible", provider, "retry: off"))) {
      Reply reply = chat(rig, "m", "Hello");
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.body()).contains("key *** of *** at ***");
    }
  }

  @Test
  void names_that_clients_make_up_close_nothing_to_a_model_that_has_answered() throws IOException {
    Judge judge =
        (_, body) ->
            body.contains("made-up") ? Verdict.error(503, "{\"message\":\"down\"}") : Verdict.GOOD;
    try (var provider = new JudgingUpstream(judge);
        Rig rig = Rig.caring(config("compatible", provider, "retry: off"))) {
      assertThat(chat(rig, "real", "Hello").status()).isEqualTo(200);
      for (int i = 0; i < 30; i++) {
        assertThat(chat(rig, "made-up-" + i, "Hello").status()).isEqualTo(503);
      }
      assertThat(chat(rig, "made-up-30", "Hello").field("code")).isEqualTo("circuit_open");
      for (int i = 0; i < 5; i++) {
        assertThat(chat(rig, "real", "Hello").status()).isEqualTo(200);
      }
    }
  }

  private static Judge echo(int status, String prompt) {
    return (_, body) ->
        body.contains(prompt)
            ? Verdict.error(status, "{\"message\":\"`" + prompt + "` is not allowed\"}")
            : Verdict.GOOD;
  }

  private static Reply chat(Rig rig, String model, String prompt) throws IOException {
    String body =
        "{\"model\":\"%s\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(model, prompt);
    return rig.call("/v1/chat/completions", body);
  }

  private static String config(String type, JudgingUpstream provider, String policy) {
    return """
    providers:
      sim: {type: %s, url: "http://127.0.0.1:%d/v1", allow_private: true, key: %s}
    routes:
      all: {models: ["*"], targets: [{provider: sim}], %s}
    """
        .formatted(type, provider.port(), KEY, policy);
  }
}
