package dev.sluice.server.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

  @Test
  void every_known_key_becomes_a_provider() {
    Map<String, String> env = new LinkedHashMap<>(Map.of("PATH", "/bin", "OTHER_API_KEY", "x"));
    Environment.variables().forEach(name -> env.put(name, "key"));
    env.put("AZURE_OPENAI_ENDPOINT", "https://my.openai.azure.com");
    Environment environment = Environment.of(env);
    assertThat(environment.config().gateway().providers())
        .extracting(ProviderConfig::name)
        .containsExactly(
            "openai",
            "anthropic",
            "gemini",
            "openrouter",
            "azure",
            "mistral",
            "groq",
            "deepseek",
            "cohere",
            "voyage");
    assertThat(environment.config().gateway().providers())
        .allMatch(provider -> provider.keys().equals(List.of(new Secret("key"))));
    assertThat(environment.found())
        .extracting(Environment.Found::variable)
        .containsExactlyElementsOf(Environment.variables());
    assertThat(environment.leftOut()).isEmpty();
    assertThat(environment.config().gateway().discover()).isTrue();
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
