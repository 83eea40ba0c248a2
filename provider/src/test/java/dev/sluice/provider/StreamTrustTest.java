package dev.sluice.provider;

import static dev.sluice.call.request.Operation.CHAT;
import static dev.sluice.call.request.Operation.COMPLETIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Of which models a provider's streams are taken for as good as its whole answers.
class StreamTrustTest {
  private final StreamTrust vendor = at("https://API.openai.com/v1");
  private final StreamTrust elsewhere = at("http://127.0.0.1:4000/v1");

  private static StreamTrust at(String url) {
    return new StreamTrust(
        new ProviderConfig("p", ProviderType.OPENAI, URI.create(url), List.of(), true));
  }

  @Test
  void a_vendor_is_trusted_from_the_first_call_on() {
    assertThat(vendor.trusts(CHAT, "m")).isTrue();
  }

  @Test
  void a_server_elsewhere_is_not() {
    assertThat(elsewhere.trusts(CHAT, "m")).isFalse();
  }

  @Test
  void what_one_model_or_operation_has_shown_says_nothing_of_another() {
    vendor.showedLess(CHAT, "m");
    assertThat(vendor.trusts(CHAT, "m")).isFalse();
    assertThat(vendor.trusts(CHAT, "other")).isTrue();
    assertThat(vendor.trusts(COMPLETIONS, "m")).isTrue();
  }

  @Test
  void so_many_models_are_remembered_and_no_more() {
    for (int i = 0; i <= StreamTrust.KNOWN_MAX; i++) {
      vendor.showedLess(CHAT, "model-" + i);
    }
    assertThat(vendor.trusts(CHAT, "model-0")).isFalse();
    assertThat(vendor.trusts(CHAT, "model-" + StreamTrust.KNOWN_MAX)).isTrue();
  }
}
