package dev.sluice.config.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.config.provider.GoogleAuth;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VertexTest {
  private static final Map<String, String> ENV = Map.of("HOME", "/none");

  private static GatewayFile file(String provider, String model, Map<String, String> env) {
    String yaml =
        """
        providers:
          v: {type: vertex, %s}
        routes:
          r: {models: [m], targets: [{provider: v, model: "%s"}]}
        """
            .formatted(provider, model);
    return GatewayFile.parse(yaml, env);
  }

  private static ProviderConfig provider(String settings, Map<String, String> env) {
    return file(settings, "x", env).config().providers().getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "project: p1 | https://aiplatform.googleapis.com/v1/projects/p1/locations/global",
        "project: p1, location: eu |"
            + " https://aiplatform.eu.rep.googleapis.com/v1/projects/p1/locations/eu",
        "project: 'example.com:p1', location: us-east5 |"
            + " https://us-east5-aiplatform.googleapis.com/v1/projects/example.com:p1/locations/us-east5",
        "project: p1, location: us, url: 'https://proxy.example.com/' |"
            + " https://proxy.example.com/v1/projects/p1/locations/us",
        "url: 'https://us-aiplatform.example.com/v1beta1/projects/p1/locations/us' |"
            + " https://us-aiplatform.example.com/v1beta1/projects/p1/locations/us",
        "url: 'https://us-east5-aiplatform.googleapis.com/v1/projects/p1/locations/us-east5' |"
            + " https://us-east5-aiplatform.googleapis.com/v1/projects/p1/locations/us-east5",
      })
  void the_host_is_that_of_the_location(String settings, String url) {
    ProviderConfig provider = provider(settings, ENV);
    assertThat(provider.url()).hasToString(url);
    assertThat(provider.auth()).get().isInstanceOf(GoogleAuth.class);
  }

  @Test
  void googles_variables_count_where_nothing_is_named() {
    ProviderConfig provider =
        provider(
            "api: messages",
            Map.of("GOOGLE_CLOUD_PROJECT", "p2", "GOOGLE_CLOUD_LOCATION", "europe-west4"));
    assertThat(provider.url())
        .hasToString(
            "https://europe-west4-aiplatform.googleapis.com/v1/projects/p2/locations/europe-west4");
  }

  @Test
  void a_key_of_the_express_mode_needs_no_project() {
    ProviderConfig provider = provider("key: AQ.abc", ENV);
    assertThat(provider.url()).hasToString("https://aiplatform.googleapis.com/v1");
    assertThat(provider.auth()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "location: us | has no project: add `project: ID`, or set GOOGLE_CLOUD_PROJECT",
        "project: p/1 | must be the id of a project",
        "project: p1, location: europe | must be global, us, eu or a region such as europe-west4",
        "project: p1, location: a.b/c | must be global, us, eu or a region such as europe-west4",
        "url: 'https://x.example.com/v1/projects/p1' | must end in"
            + " /v1/projects/PROJECT/locations/LOCATION",
        "url: 'https://us-east5-aiplatform.googleapis.com/v1/projects/p1/locations/eu' | does not"
            + " serve the location 'eu': write aiplatform.eu.rep.googleapis.com",
        "project: p1, api: responses | must be openai or messages or gemini for `type: vertex`",
        "key: k, api: messages | has no project",
      })
  void what_cannot_be_an_address_is_told(String settings, String message) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> provider(settings, ENV))
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-3-pro, gemini, ''",
    "claude-opus-4-5@20251101, messages, ''",
    "claude-opus-4-5, messages, ''",
    "claude-opus-4-5-20251101, messages, write `claude-opus-4-5@20251101`",
    "meta/llama-4-maas, openai, ''",
    "claude-opus-4-5, gemini, which is Claude: it needs a provider with `api: messages`",
    "gemini-3-pro, messages, which is Gemini: it needs a provider with `api: gemini`",
    "meta/llama-4-maas, gemini, which is an open model: it needs a provider with `api: openai`",
    "gemini-3-pro, openai, whose publisher is missing: write PUBLISHER/gemini-3-pro",
  })
  void a_model_of_another_interface_is_noted(String model, String api, String note) {
    List<Problem> notes = file("project: p1, api: " + api, model, ENV).notes();
    assertThat(notes.toString()).contains(note);
    assertThat(notes).hasSize(note.isEmpty() ? 0 : 1);
  }
}
