package dev.sluice.provider.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StateIdsTest {
  private static final String RESP = "resp_68af0c1d";

  private static final String K0 = "k0-0123456789abcdef";
  private static final String K1 = "k1-0123456789abcdef";
  private static final String K2 = "k2-0123456789abcdef";
  private static final String K9 = "k9-0123456789abcdef";

  private static StateIds ids(String provider, String url, String key) {
    var config =
        new ProviderConfig(
            provider, ProviderType.OPENAI, URI.create(url), List.of(new Secret(key)), false);
    return new StateIds(config, Optional.of(new Secret(key)));
  }

  private static final StateIds OURS = ids("a", "https://api.openai.com/v1", K1);

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
    assertThat(ids("b", "https://api.openai.com:443/v1/", K1).isOurs(given())).isTrue();
  }

  @Test
  void another_project_of_the_same_key_is_another_account_and_a_gateways_token_is_not() {
    URI url = URI.create("https://api.openai.com/v1");
    var config = new ProviderConfig("a", ProviderType.OPENAI, url, List.of(new Secret(K1)), false);
    var project = config.adding(Map.of("openai-project", new Secret("proj_1")));
    var token = config.adding(Map.of("cf-aig-authorization", new Secret("Bearer t")));
    Optional<Secret> key = Optional.of(new Secret(K1));
    assertThat(new StateIds(project, key).isOurs(given())).isFalse();
    assertThat(new StateIds(token, key).isOurs(given())).isTrue();
  }

  @Test
  void another_key_or_address_is_another_account() {
    for (StateIds other :
        List.of(
            ids("a", "https://api.openai.com/v1", K2),
            ids("a", "https://api.openai.com/v2", K1),
            ids("a", "https://eu.api.openai.com/v1", K1))) {
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

  private static final String T = "team t";

  private static String owned(String model) {
    return RESP + OURS.mark(RESP, T, model);
  }

  @Test
  void a_name_with_an_owner_says_its_account_its_model_and_its_own_part() {
    for (String model : List.of("", "m", "gpt-5", "a/b:c", "mod\u00e8le", "x".repeat(256))) {
      StateName name = StateName.of(owned(model));
      assertThat(owned(model)).matches("resp_68af0c1d_slr2[A-Za-z0-9_-]+");
      assertThat(name.plain()).isEqualTo(RESP);
      assertThat(name.model()).isEqualTo(model);
      assertThat(name.origin()).isEqualTo(OURS.origin());
      assertThat(name.owned()).isTrue();
      assertThat(OURS.isOf(T, owned(model))).isTrue();
    }
    assertThat(owned("\u2003".repeat(256))).hasSizeLessThan(StateName.LONGEST);
  }

  @Test
  void a_name_is_one_owners_at_one_account() {
    assertThat(OURS.isOf("team u", owned("m"))).isFalse();
    assertThat(OURS.isOf("key t", owned("m"))).isFalse();
    assertThat(OURS.isOf("", owned("m"))).isFalse();
    assertThat(ids("a", "https://api.openai.com/v1", K2).isOf(T, owned("m"))).isFalse();
    assertThat(ids("b", "https://api.openai.com:443/v1/", K1).isOf(T, owned("m"))).isTrue();
  }

  @Test
  void the_two_kinds_of_marks_do_not_stand_for_each_other() {
    assertThat(OURS.isOurs(owned("m"))).isFalse();
    assertThat(OURS.isOf(T, given())).isFalse();
    assertThat(OURS.isOf(T, RESP)).isFalse();
    assertThat(OURS.isOf(T, given().replace("_slr1", "_slr2"))).isFalse();
    assertThat(OURS.isOurs(owned("").replace("_slr2", "_slr1"))).isFalse();
  }

  @Test
  void parts_that_are_moved_from_one_to_another_prove_nothing() {
    String mark = OURS.mark("resp_1", "team tm", "x");
    assertThat(OURS.isOf("team t", "resp_1" + mark)).isFalse();
    assertThat(OURS.isOf("team tm", "resp_" + mark)).isFalse();
    assertThat(OURS.isOf("team tm", "resp_1" + mark)).isTrue();
  }

  @Test
  void no_change_of_a_name_is_the_same_name() {
    String name = owned("gpt-5");
    for (int i = 0; i < name.length(); i++) {
      for (char c : "AQg_-0~".toCharArray()) {
        String changed = name.substring(0, i) + c + name.substring(i + 1);
        assertThat(OURS.isOf(T, changed)).as(changed).isEqualTo(changed.equals(name));
      }
      assertThat(OURS.isOf(T, name.substring(0, i))).isFalse();
      assertThat(OURS.isOf(T, name.substring(i))).isEqualTo(i == 0);
    }
  }

  private static List<String> names() {
    Stream<String> owned =
        Stream.of("", "m", "gpt-5", "a/b:c", "mod\u00e8le").map(StateIdsTest::owned);
    return Stream.concat(Stream.of(given()), owned).toList();
  }

  @Test
  void a_name_of_which_one_bit_is_changed_is_nobodys() {
    for (String name : names()) {
      for (int i = 0; i < name.length(); i++) {
        for (int bit = 0; bit < Byte.SIZE; bit++) {
          char other = (char) (name.charAt(i) ^ 1 << bit);
          String changed = name.substring(0, i) + other + name.substring(i + 1);
          assertThat(OURS.isOf(T, changed)).as(changed).isFalse();
          assertThat(OURS.isOurs(changed)).as(changed).isFalse();
        }
      }
    }
  }

  /// Each has the form of a name and all that its client may know; of some even the provider's own
  /// name is one that it has given.
  @Test
  void none_of_a_hundred_thousand_random_names_is_anybodys() {
    Random random = new Random(46);
    var proof = new byte[16];
    for (int i = 0; i < 100_000; i++) {
      random.nextBytes(proof);
      String made = Base64.getUrlEncoder().withoutPadding().encodeToString(proof);
      String id = i % 2 == 0 ? RESP : "resp_" + Long.toHexString(random.nextLong());
      String owned = id + StateName.ownerMark("gpt-5", OURS.origin(), made);
      String account = id + StateName.accountMark(OURS.origin(), made);
      assertThat(OURS.isOf(T, owned)).as(owned).isFalse();
      assertThat(OURS.isOurs(account)).as(account).isFalse();
    }
  }

  @Test
  void any_text_is_a_name() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String text = "_slr2".repeat(random.nextInt(3));
      for (int j = random.nextInt(80); j > 0; j--) {
        text += (char) (random.nextInt(8) == 0 ? random.nextInt(0x10000) : "Az09_-s".charAt(j % 7));
      }
      assertThat(text).startsWith(StateName.of(text).plain());
      assertThat(OURS.isOf(T, text)).isFalse();
    }
  }

  @Test
  void a_credential_finds_what_those_before_it_have_left() {
    var config =
        new ProviderConfig(
                "a",
                ProviderType.OPENAI,
                URI.create("https://api.openai.com/v1"),
                List.of(new Secret(K9), new Secret("k8")),
                false)
            .after(Map.of(new Secret(K9), List.of(new Secret(K0), new Secret(K1))));
    var successor = new StateIds(config, Optional.of(new Secret(K9)));
    assertThat(successor.isOf(T, owned("m"))).isTrue();
    assertThat(successor.isOurs(given())).isTrue();
    assertThat(successor.origins()).contains(OURS.origin(), successor.origin()).hasSize(3);
    assertThat(successor.mark(RESP)).isNotEqualTo(OURS.mark(RESP));
    assertThat(new StateIds(config, Optional.of(new Secret("k8"))).isOurs(given())).isFalse();
  }

  @Test
  void an_account_without_a_credential_proves_no_owner() {
    var config =
        new ProviderConfig(
            "a", ProviderType.VLLM, URI.create("http://127.0.0.1/v1"), List.of(), true);
    var open = new StateIds(config, Optional.empty());
    assertThat(open.isSecret()).isFalse();
    assertThat(open.isOf(T, RESP + open.mark(RESP, T, "m"))).isFalse();
    assertThat(open.isOurs(RESP + open.mark(RESP))).isTrue();
  }

  @Test
  void a_credential_that_can_be_found_by_trying_proves_no_owner() {
    for (String weak : List.of("x", "a".repeat(15))) {
      var ids = ids("a", "https://api.openai.com/v1", weak);
      assertThat(ids.isSecret()).isFalse();
      assertThat(ids.isOf(T, RESP + ids.mark(RESP, T, "m"))).isFalse();
      assertThat(ids.isOurs(RESP + ids.mark(RESP))).isTrue();
    }
    assertThat(ids("a", "https://api.openai.com/v1", "a".repeat(16)).isSecret()).isTrue();
  }

  @Test
  void nor_does_one_that_another_has_replaced() {
    var weak = new Secret("a".repeat(15));
    var strong = new Secret(K1);
    URI url = URI.create("https://api.openai.com/v1");
    var config =
        new ProviderConfig("a", ProviderType.OPENAI, url, List.of(strong), false)
            .after(Map.of(strong, List.of(weak)));
    String name = RESP + ids("a", url.toString(), weak.reveal()).mark(RESP, T, "m");
    assertThat(new StateIds(config, Optional.of(strong)).isOf(T, name)).isFalse();
  }
}
