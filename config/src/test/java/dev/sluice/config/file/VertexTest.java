package dev.sluice.config.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.GoogleAuth;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Problem;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VertexTest {
  private static final Map<String, String> ENV = Map.of("HOME", "/none");

  private static final Map<String, String> VARIABLES =
      Map.of("GOOGLE_CLOUD_PROJECT", "p2", "GOOGLE_CLOUD_LOCATION", "europe-west4");

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
        "project: p1 | https://aiplatform.googleapis.com/v1beta1/projects/p1/locations/global",
        "project: p1, location: eu |"
            + " https://aiplatform.eu.rep.googleapis.com/v1beta1/projects/p1/locations/eu",
        "project: 'example.com:p1', location: us-east5 |"
            + " https://us-east5-aiplatform.googleapis.com/v1beta1/projects/example.com:p1/locations/us-east5",
        "project: p1, location: us, url: 'https://proxy.example.com/' |"
            + " https://proxy.example.com/v1beta1/projects/p1/locations/us",
        "project: p1, api: messages |"
            + " https://aiplatform.googleapis.com/v1/projects/p1/locations/global",
        "project: p1, api: openai |"
            + " https://aiplatform.googleapis.com/v1/projects/p1/locations/global",
        "url: 'https://us-aiplatform.example.com/v1beta1/projects/p1/locations/us' |"
            + " https://us-aiplatform.example.com/v1beta1/projects/p1/locations/us",
        "project: p1, location: us-east5,"
            + " url: 'https://us-east5-aiplatform.googleapis.com/v1/projects/p1/locations/us-east5' |"
            + " https://us-east5-aiplatform.googleapis.com/v1/projects/p1/locations/us-east5",
      })
  void the_host_is_that_of_the_location(String settings, String url) {
    ProviderConfig provider = provider(settings, ENV);
    assertThat(provider.url()).hasToString(url);
    assertThat(provider.auth()).get().isInstanceOf(GoogleAuth.class);
    assertThat(file(settings, "x", ENV).config().problems()).isEmpty();
  }

  @Test
  void googles_variables_count_where_nothing_is_named() {
    ProviderConfig provider = provider("api: messages", VARIABLES);
    assertThat(provider.url())
        .hasToString(
            "https://europe-west4-aiplatform.googleapis.com/v1/projects/p2/locations/europe-west4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"key: AQ.abc", "keys: [AQ.abc, AQ.def]"})
  void a_key_of_the_express_mode_needs_no_project_and_takes_none_from_variables(String key) {
    for (var env : List.of(ENV, VARIABLES)) {
      ProviderConfig provider = provider(key, env);
      assertThat(provider.url()).hasToString("https://aiplatform.googleapis.com/v1beta1");
      assertThat(provider.auth()).isEmpty();
      assertThat(file(key, "x", env).config().problems()).isEmpty();
    }
  }

  @Test
  void a_version_belongs_to_an_address_that_is_made_by_hand() {
    var url = URI.create("https://aiplatform.googleapis.com/v1");
    var provider =
        new ProviderConfig("v", ProviderType.VERTEX, url, List.of(new Secret("AQ.abc")), false);
    var config = new GatewayConfig(List.of(provider), List.of(), false, Map.of(), Map.of());
    assertThat(config.problems()).noneMatch(problem -> problem.contains("url"));
  }

  @ParameterizedTest
  @CsvSource({
    "GOOGLE_CLOUD_PROJECT, p/1, 'must be the id of a project, such as my-project-123, or its number'",
    "GOOGLE_CLOUD_LOCATION, europe, 'must be global, us, eu or a region such as europe-west4'",
  })
  void a_variable_that_is_wrong_is_named_with_its_value(String name, String value, String must) {
    var env = new HashMap<>(VARIABLES);
    env.put(name, value);
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> provider("api: messages", env))
        .withMessageContaining(
            "providers.v needs another value in the variable %s, which holds '%s': it %s"
                .formatted(name, value, must));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "location: us | has no project: add `project: ID`, or set GOOGLE_CLOUD_PROJECT",
        "project: p/1 | must be the id of a project, such as my-project-123, or its number, is 'p/1'",
        "project: p1, location: europe | must be global, us, eu or a region such as europe-west4,"
            + " is 'europe'",
        "key: k, location: europe | is 'europe'",
        "project: p1, url: 'https://us-east5-aiplatform.googleapis.com' | does not serve the"
            + " location 'global': write aiplatform.googleapis.com, or another location",
        "project: p2, url: 'https://x.example.com/v1/projects/p1/locations/us' | v.project is"
            + " another one than that in `url`, 'p1': remove it",
        "location: eu, url: 'https://x.example.com/v1/projects/p1/locations/us' | v.location is"
            + " another one than that in `url`, 'us': remove it",
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
    "google/gemini-3-pro, gemini, ''",
    "google/gemini-3-pro, messages, which is Gemini: it needs a provider with `api: gemini`",
    "projects/p/locations/l/endpoints/1, gemini, which is an endpoint of a project",
    "gemini-3-pro, openai, whose publisher is missing: write PUBLISHER/gemini-3-pro",
  })
  void a_model_of_another_interface_is_noted(String model, String api, String note) {
    List<Problem> notes = file("project: p1, api: " + api, model, ENV).notes();
    assertThat(notes.toString()).contains(note);
    assertThat(notes).hasSize(note.isEmpty() ? 0 : 1);
  }
}
