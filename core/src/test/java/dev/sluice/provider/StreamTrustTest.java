package dev.sluice.provider;

import static dev.sluice.call.Operation.CHAT;
import static dev.sluice.call.Operation.COMPLETIONS;
import static org.assertj.core.api.Assertions.assertThat;

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

  private static void showAll(StreamTrust trust, int times) {
    for (int i = 0; i < times; i++) {
      trust.showedAll(CHAT, "m");
    }
  }

  @Test
  void a_vendor_is_trusted_from_the_first_call_on() {
    assertThat(vendor.trusts(CHAT, "m")).isTrue();
  }

  @Test
  void anybody_else_is_trusted_after_some_good_streams_in_a_row() {
    showAll(elsewhere, StreamTrust.STREAK - 1);
    elsewhere.showedLess(CHAT, "m");
    showAll(elsewhere, StreamTrust.STREAK - 1);
    assertThat(elsewhere.trusts(CHAT, "m")).isFalse();
    showAll(elsewhere, 1);
    assertThat(elsewhere.trusts(CHAT, "m")).isTrue();
  }

  @Test
  void what_one_model_or_operation_has_shown_says_nothing_of_another() {
    showAll(elsewhere, StreamTrust.STREAK);
    assertThat(elsewhere.trusts(CHAT, "other")).isFalse();
    assertThat(elsewhere.trusts(COMPLETIONS, "m")).isFalse();
    vendor.showedLess(CHAT, "m");
    assertThat(vendor.trusts(CHAT, "m")).isFalse();
    assertThat(vendor.trusts(CHAT, "other")).isTrue();
    assertThat(vendor.trusts(COMPLETIONS, "m")).isTrue();
  }

  @Test
  void trust_that_was_lost_takes_ever_longer_to_come_back() {
    int needed = StreamTrust.STREAK;
    while (needed < StreamTrust.STREAK_MAX) {
      vendor.showedLess(CHAT, "m");
      needed *= StreamTrust.GROWTH;
      showAll(vendor, needed - 1);
      assertThat(vendor.trusts(CHAT, "m")).isFalse();
      showAll(vendor, 1);
      assertThat(vendor.trusts(CHAT, "m")).isTrue();
    }
  }

  @Test
  void the_pair_that_was_used_least_recently_is_forgotten() {
    showAll(elsewhere, StreamTrust.STREAK);
    elsewhere.showedAll(CHAT, "idle");
    elsewhere.showedAll(CHAT, "idle");
    for (int i = 0; i < StreamTrust.KNOWN_MAX; i++) {
      assertThat(elsewhere.trusts(CHAT, "m")).isTrue();
      elsewhere.showedAll(CHAT, "model-" + i);
    }
    elsewhere.showedAll(CHAT, "idle");
    assertThat(elsewhere.trusts(CHAT, "idle")).isFalse();
  }
}
