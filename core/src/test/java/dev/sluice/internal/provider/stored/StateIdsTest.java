package dev.sluice.internal.provider.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateIdsTest {
  private static final String RESP = "resp_68af0c1d";

  private static StateIds ids(String provider, String url, String key) {
    var config =
        new ProviderConfig(
            provider, ProviderType.OPENAI, URI.create(url), List.of(new Secret(key)), false);
    return new StateIds(config, Optional.of(new Secret(key)));
  }

  private static final StateIds OURS = ids("a", "https://api.openai.com/v1", "k1");

  private static String given() {
    return RESP + OURS.mark(RESP);
  }

  @Test
  void a_name_says_its_account_and_its_own_part() {
    assertThat(given()).matches("resp_68af0c1d_slr1[A-Za-z0-9_-]{33}");
    assertThat(StateIds.origin(given())).isEqualTo(OURS.origin()).hasSize(11);
    assertThat(StateIds.plain(given())).isEqualTo(RESP);
    assertThat(OURS.isOurs(given())).isTrue();
  }

  @Test
  void a_provider_may_be_called_otherwise_in_another_process() {
    assertThat(ids("b", "https://api.openai.com:443/v1/", "k1").isOurs(given())).isTrue();
  }

  @Test
  void another_key_or_address_is_another_account() {
    for (StateIds other :
        List.of(
            ids("a", "https://api.openai.com/v1", "k2"),
            ids("a", "https://api.openai.com/v2", "k1"),
            ids("a", "https://eu.api.openai.com/v1", "k1"))) {
      assertThat(other.origin()).isNotEqualTo(OURS.origin());
      assertThat(other.isOurs(given())).isFalse();
    }
  }

  @Test
  void a_name_that_is_made_up_is_nobodys() {
    String mark = OURS.mark(RESP);
    String damaged = given().substring(0, given().length() - 1) + "~";
    assertThat(OURS.isOurs("resp_0" + mark)).isFalse();
    assertThat(OURS.isOurs(damaged)).isFalse();
  }

  @Test
  void a_providers_own_name_has_no_mark() {
    for (String name : List.of("", RESP, "conv_1", OURS.mark(RESP), "_slr1".repeat(20) + "x")) {
      assertThat(StateIds.origin(name)).isEmpty();
      assertThat(StateIds.plain(name)).isEqualTo(name);
    }
  }
}
