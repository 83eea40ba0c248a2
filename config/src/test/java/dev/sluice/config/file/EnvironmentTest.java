package dev.sluice.config.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.config.provider.Preset;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

  @Test
  void every_known_key_becomes_a_provider() {
    Map<String, String> env = new LinkedHashMap<>(Map.of("PATH", "/bin", "OTHER_API_KEY", "x"));
    Environment.variables().forEach(name -> env.put(name, "key"));
    env.put("AZURE_OPENAI_ENDPOINT", "https://my.openai.azure.com");
    env.put("AWS_REGION", "us-east-1");
    Environment environment = Environment.of(env);
    assertThat(environment.config().providers())
        .extracting(ProviderConfig::name)
        .containsExactly(
            "openai",
            "anthropic",
            "gemini",
            "openrouter",
            "azure",
            "bedrock",
            "mistral",
            "groq",
            "deepseek",
            "xai",
            "together",
            "fireworks",
            "perplexity",
            "nvidia",
            "cohere",
            "voyage");
    assertThat(environment.config().providers())
        .allMatch(provider -> provider.keys().equals(List.of(new Secret("key"))));
    assertThat(environment.found())
        .extracting(Environment.Found::variable)
        .containsExactlyElementsOf(Environment.variables());
    assertThat(environment.leftOut()).isEmpty();
    assertThat(environment.config().discover()).isTrue();
  }

  @Test
  void a_provider_is_asked_where_its_variable_says() {
    Environment environment =
        Environment.of(
            Map.of(
                "OPENAI_API_KEY", "key",
                "OPENAI_BASE_URL", "https://models.example.com/v1/",
                "ANTHROPIC_API_KEY", "key",
                "GEMINI_API_KEY", "key",
                "GOOGLE_GEMINI_BASE_URL", "https://gemini.example.com"));
    assertThat(environment.leftOut()).isEmpty();
    assertThat(environment.found())
        .extracting(found -> found.provider().url().toString(), Environment.Found::urlVariable)
        .containsExactly(
            tuple("https://models.example.com/v1", Optional.of("OPENAI_BASE_URL")),
            tuple("https://api.anthropic.com", Optional.empty()),
            tuple("https://gemini.example.com", Optional.of("GOOGLE_GEMINI_BASE_URL")));
    assertThat(environment.config().providers()).noneMatch(ProviderConfig::allowPrivate);
  }

  @Test
  void each_provider_with_a_variable_for_its_key_has_one_for_its_address() {
    for (ProviderType type : ProviderType.values()) {
      Preset preset = Preset.of(type);
      assertThat(preset.urlVariable().isPresent()).isEqualTo(preset.keyVariable().isPresent());
      preset
          .keyVariable()
          .ifPresent(
              key -> {
                Map<String, String> env =
                    Map.of(key, "key", preset.urlVariable().orElseThrow(), "https://x.example/a");
                assertThat(Environment.of(env).config().providers())
                    .extracting(provider -> provider.url().toString())
                    .containsExactly("https://x.example/a");
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:9000/v1",
        "http://localhost/v1",
        "http://[::1]:9000/v1",
        "http://10.1.2.3/v1",
        "http://192.168.0.9:8000/v1",
        "http://169.254.169.254/latest"
      })
  void an_address_inside_needs_a_word_of_its_own(String url) {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("OPENAI_API_KEY", "key");
    env.put("OPENAI_BASE_URL", url);
    for (String no : List.of("", "0", "false")) {
      env.put(Environment.ALLOW_PRIVATE, no);
      assertThat(Environment.of(env).found()).isEmpty();
      assertThat(Environment.of(env).leftOut())
          .containsExactly(
              "OPENAI_API_KEY is left out: OPENAI_BASE_URL leads into the gateway's own network:"
                  + " unset it, or set SLUICE_ALLOW_PRIVATE=1 if it is meant to");
    }
    for (String yes : List.of("1", "true")) {
      env.put(Environment.ALLOW_PRIVATE, yes);
      assertThat(Environment.of(env).config().providers())
          .singleElement()
          .matches(ProviderConfig::allowPrivate);
    }
  }

  /// A name may lead inside only when it is resolved, and is refused then.
  @Test
  void what_may_lead_inside_is_the_address_that_was_asked_for_alone() {
    Map<String, String> env =
        Map.of(
            "OPENAI_API_KEY",
            "key",
            "OPENAI_BASE_URL",
            "https://models.internal/v1",
            "ANTHROPIC_API_KEY",
            "key",
            Environment.ALLOW_PRIVATE,
            "1");
    assertThat(Environment.of(env).config().providers())
        .extracting(ProviderConfig::name, ProviderConfig::allowPrivate)
        .containsExactly(tuple("openai", true), tuple("anthropic", false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OPENAI | OPENAI_BASE_URL | file:///etc/passwd | must begin with https:// or http://",
        "OPENAI | OPENAI_BASE_URL | https://me:secret@host/v1 | must not hold credentials",
        "OPENAI | OPENAI_BASE_URL | https://host/v1?key=secret | must not have a query",
        "OPENAI | OPENAI_BASE_URL | https://host:70000/v1 | a port from 1 to 65535",
        "OPENAI | OPENAI_BASE_URL | https://host/v1/chat/completions | ends in '/chat/completions'",
        "ANTHROPIC | ANTHROPIC_BASE_URL | https://host/v1 | leave /v1 out",
        "GEMINI | GOOGLE_GEMINI_BASE_URL | https://host/v1beta | leave it out",
        "OPENAI | OPENAI_BASE_URL | $OTHER | must not hold another tool's reference"
      })
  void an_address_that_cannot_be_meant_is_left_out_without_its_secrets(
      String vendor, String variable, String url, String why) {
    Environment environment =
        Environment.of(
            Map.of(vendor + "_API_KEY", "key", variable, url, Environment.ALLOW_PRIVATE, "1"));
    assertThat(environment.found()).isEmpty();
    assertThat(environment.leftOut())
        .singleElement()
        .asString()
        .startsWith(vendor + "_API_KEY is left out: " + variable + " ")
        .contains(why)
        .doesNotContain("secret");
  }

  /// Groq's own clients add /openai/v1, and others take the whole.
  @ParameterizedTest
  @CsvSource({
    "https://api.groq.com,https://api.groq.com/openai/v1",
    "https://api.groq.com/,https://api.groq.com/openai/v1",
    "https://host/openai/v1,https://host/openai/v1"
  })
  void the_address_of_groq_may_lack_its_path(String said, String url) {
    Environment environment = Environment.of(Map.of("GROQ_API_KEY", "key", "GROQ_BASE_URL", said));
    assertThat(environment.config().providers())
        .extracting(provider -> provider.url().toString())
        .containsExactly(url);
  }

  @Test
  void an_address_without_a_key_is_told() {
    Environment environment = Environment.of(Map.of("OPENAI_BASE_URL", "http://127.0.0.1:8000/v1"));
    assertThat(environment.found()).isEmpty();
    assertThat(environment.leftOut())
        .containsExactly(
            "OPENAI_BASE_URL is left out: OPENAI_API_KEY is not set, and a provider is asked with"
                + " its key");
  }

  @Test
  void a_word_that_is_neither_yes_nor_no_allows_nothing() {
    Environment environment =
        Environment.of(
            Map.of(
                "OPENAI_API_KEY",
                "key",
                "OPENAI_BASE_URL",
                "http://127.0.0.1:8000/v1",
                Environment.ALLOW_PRIVATE,
                "maybe"));
    assertThat(environment.found()).isEmpty();
    assertThat(environment.leftOut())
        .hasSize(2)
        .contains("SLUICE_ALLOW_PRIVATE is left out: it must be 1 or 0");
  }

  @Test
  void an_empty_key_counts_as_none() {
    Environment environment = Environment.of(Map.of("OPENAI_API_KEY", ""));
    assertThat(environment.found()).isEmpty();
    assertThat(environment.leftOut()).isEmpty();
  }

  @Test
  void what_cannot_be_used_is_left_out_and_told_without_its_value() {
    Environment environment =
        Environment.of(
            Map.of(
                "OPENAI_API_KEY", "not to be seen",
                "AZURE_OPENAI_API_KEY", "key",
                "GEMINI_API_KEY", "key"));
    assertThat(environment.found())
        .extracting(Environment.Found::variable)
        .containsExactly("GEMINI_API_KEY");
    assertThat(environment.leftOut())
        .containsExactly(
            "OPENAI_API_KEY is left out: its value must be visible ASCII characters without blanks,"
                + " 4096 at most",
            "AZURE_OPENAI_API_KEY is left out: AZURE_OPENAI_ENDPOINT must begin with https:// or"
                + " http://");
  }
}
