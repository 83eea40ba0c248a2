package dev.sluice.config.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PresetTest {

  @ParameterizedTest
  @EnumSource(ProviderType.class)
  void a_hosted_provider_is_reached_over_tls_with_a_key(ProviderType type) {
    Preset preset = Preset.of(type);
    if (preset.keyRequired()) {
      assertThat(preset.keyVariable()).isPresent();
      assertThat(preset.allowPrivate()).isFalse();
      assertThat(preset.url().map(url -> url.getScheme()).orElse("https")).isEqualTo("https");
      assertThat(preset.url().isPresent() || preset.urlVariable().isPresent()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(ProviderType.class)
  void its_url_is_one_that_can_be_called(ProviderType type) {
    Preset.of(type)
        .url()
        .ifPresent(
            url -> {
              ProviderConfig config = new ProviderConfig("p", type, url, List.of(), false);
              assertThat(BaseUrl.of(config).path()).doesNotEndWith("/");
            });
  }

  @Test
  void no_two_share_a_variable() {
    assertThat(
            Arrays.stream(ProviderType.values())
                .map(type -> Preset.of(type).keyVariable())
                .flatMap(Optional::stream))
        .doesNotHaveDuplicates()
        .contains("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "AZURE_OPENAI_API_KEY");
  }
}
