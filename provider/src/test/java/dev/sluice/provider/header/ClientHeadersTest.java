package dev.sluice.provider.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.provider.HeaderPattern;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHeadersTest {
  private static final Map<String, String> OURS = Map.of("authorization", "Bearer ours");

  private static ClientHeaders passing(ProviderType type, String... patterns) {
    return ClientHeaders.of(provider(type, patterns));
  }

  private static ProviderConfig provider(ProviderType type, String... patterns) {
    return new ProviderConfig("p", type, URI.create("https://host/v1"), List.of(), false)
        .forwarding(Stream.of(patterns).map(HeaderPattern::of).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai-beta",
        "OpenAI-Organization",
        "openai-project",
        "Idempotency-Key",
        "x-openai-internal-codex-responses-lite",
        "x-codex-turn-state",
        "session-id",
        "session_id",
        "x-session-affinity",
        "originator",
        "some-beta"
      })
  void what_the_dialects_own_clients_send_passes(String name) {
    assertThat(passing(ProviderType.OPENAI).pass(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authorization",
        "X-Api-Key",
        "api-key",
        "x-goog-api-key",
        "cookie",
        "proxy-authorization",
        "connection",
        "host",
        "content-type",
        "accept-encoding",
        "user-agent",
        "x-sluice-tenant",
        "X-Stainless-Lang",
        "x-forwarded-for",
        "sec-websocket-key",
        "x-amz-security-token"
      })
  void what_is_private_never_passes(String name) {
    String prefix = name.substring(0, 1) + "*";
    assertThat(passing(ProviderType.OPENAI, name, prefix).pass(name)).isFalse();
  }

  @Test
  void what_nobody_knows_passes_where_it_is_configured() {
    assertThat(passing(ProviderType.OPENAI).pass("x-mine-a")).isFalse();
    assertThat(passing(ProviderType.OPENAI, "X-Mine-*").pass("x-mine-a")).isTrue();
    assertThat(passing(ProviderType.OPENAI, "*-mine").pass("X-Not-Mine")).isTrue();
    assertThat(passing(ProviderType.OPENAI, "x-mine").pass("x-mine-a")).isFalse();
  }

  @Test
  void what_passes_by_default_can_be_excluded() {
    ClientHeaders headers = passing(ProviderType.OPENAI, "!openai-project", "!x-codex-*");
    assertThat(headers.pass("openai-project")).isFalse();
    assertThat(headers.pass("x-codex-turn-state")).isFalse();
    assertThat(headers.pass("openai-organization")).isTrue();
  }

  @Test
  void an_account_at_openai_is_nothing_to_others() {
    assertThat(passing(ProviderType.ANTHROPIC).pass("openai-organization")).isFalse();
    assertThat(passing(ProviderType.ANTHROPIC).pass("anthropic-beta")).isTrue();
    assertThat(passing(ProviderType.OPENROUTER).pass("http-referer")).isTrue();
  }

  @Test
  void what_passes_to_one_provider_comes_in() {
    var one = provider(ProviderType.OPENAI, "!openai-project");
    var other = provider(ProviderType.ANTHROPIC, "x-mine");
    ClientHeaders any = ClientHeaders.ofAny(List.of(one, other));
    assertThat(any.pass("openai-project")).isTrue();
    assertThat(any.pass("x-mine")).isTrue();
    assertThat(any.pass("x-other")).isFalse();
  }

  @Test
  void ours_are_never_replaced_and_stay_the_same_object_where_nothing_passes() {
    ClientHeaders headers = passing(ProviderType.OPENAI);
    assertThat(headers.with(OURS, Map.of())).isSameAs(OURS);
    assertThat(headers.with(OURS, Map.of("authorization", "theirs", "openai-beta", "b")))
        .isEqualTo(Map.of("authorization", "Bearer ours", "openai-beta", "b"));
  }

  @ParameterizedTest
  @CsvSource({"x y", "a*b", "*", "!", "''", "**", "caf\u00e9", "x:y"})
  void what_is_no_pattern_is_told(String text) {
    assertThatThrownBy(() -> HeaderPattern.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be a header's name");
  }
}
