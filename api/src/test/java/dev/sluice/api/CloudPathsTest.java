package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudPathsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/openai/deployments/fast/chat/completions?api-version=2024-10-21 | CHAT | fast | false",
        "/openai/deployments/openai%2Fgpt-5/chat/completions | CHAT | openai/gpt-5 | false",
        "/openai/deployments/e/embeddings?api-version=2024-10-21 | EMBEDDINGS | e | false",
        "/openai/deployments/c/completions | COMPLETIONS | c | false",
        "/openai/deployments/i/images/generations?api-version=2025-04-01-preview"
            + " | IMAGES | i | false",
        "/openai/deployments/i/images/edits | IMAGE_EDITS | i | false",
        "/openai/deployments/s/audio/speech | SPEECH | s | false",
        "/openai/deployments/t/audio/transcriptions | TRANSCRIPTIONS | t | false",
        "/openai/deployments/t/audio/translations | TRANSLATIONS | t | false",
        "/openai/responses?api-version=2025-04-01-preview | RESPONSES | '' | false",
        "/openai/v1/responses?api-version=preview | RESPONSES | '' | false",
        "/openai/v1/chat/completions | CHAT | '' | false",
        "/v1beta1/projects/p/locations/global/publishers/google/models/gemini-3:generateContent"
            + " | GENERATE | gemini-3 | false",
        "/v1/projects/p/locations/eu/publishers/google/models/a:b:streamGenerateContent?alt=sse"
            + " | GENERATE | a:b | true",
        "/v1/projects/p/locations/eu/publishers/google/models/g:countTokens"
            + " | GENERATE_COUNT | g | false",
        "/v1/projects/p/locations/l/publishers/google/models/g:predict | PREDICT | g | false",
        "/v1beta1/publishers/google/models/g:generateContent | GENERATE | g | false",
        "/v1/projects/p/locations/l/publishers/anthropic/models/c:rawPredict"
            + " | MESSAGES | c | false",
        "/v1/projects/p/locations/l/publishers/anthropic/models/c%4020251101:streamRawPredict"
            + " | MESSAGES | c@20251101 | true",
        "/v1/projects/p/locations/l/publishers/anthropic/models/count-tokens:rawPredict"
            + " | COUNT_TOKENS | '' | false",
      })
  void a_path_of_a_clouds_client_is_a_call(
      String target, String operation, String model, boolean stream) {
    assertThat(Endpoints.at(target))
        .hasValueSatisfying(
            endpoint ->
                assertThat(endpoint)
                    .hasToString(
                        "Calling[operation=%s, model=%s, stream=%s]"
                            .formatted(operation, model, stream)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/responses/resp_1",
        "/v1/responses/resp_1/cancel",
        "/v1/responses/resp_1/input_items?limit=2",
        "/v1/models/openai%2Fgpt-5",
        "/v1/models",
        "/v1/responses/compact",
      })
  void all_of_the_first_version_is_below_azures_prefix_too(String target) {
    assertThat(Endpoints.at(target)).isPresent();
    assertThat(Endpoints.at("/openai" + target)).isEqualTo(Endpoints.at(target));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/openai/deployments/fast",
        "/openai/deployments//chat/completions",
        "/openai/deployments/fast/images/variations",
        "/openai/deployments/fast/audio/voices",
        "/openai/chat/completions",
        "/openai/v1",
        "/v1/projects/p/locations/l/publishers/google/models/g:rawPredict",
        "/v1/projects/p/locations/l/publishers/anthropic/models/c:predict",
        "/v1/projects/p/locations/l/publishers/meta/models/c:rawPredict",
        "/v1/projects//locations/l/publishers/google/models/g:generateContent",
        "/v2/projects/p/locations/l/publishers/google/models/g:generateContent",
      })
  void another_path_is_none(String target) {
    assertThat(Endpoints.at(target)).isEmpty();
  }
}
