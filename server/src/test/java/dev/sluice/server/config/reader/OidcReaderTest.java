package dev.sluice.server.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.AdminToken.Role;
import dev.sluice.server.config.OidcConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OidcReaderTest {
  private static final String GOOD =
      "issuer: 'https://a', client_id: s, redirect: 'https://s.example:8680/', roles: {admin: [g]}";

  private static Doc doc(String more, String oidc) {
    return Doc.parse(
        "test.yaml",
        more + "auth: {oidc: {" + oidc + "}}\nproviders: {p: {type: openai, key: sk-x}}\n",
        Map.of());
  }

  private static OidcConfig read(String oidc) {
    String more = "store: {path: data}\nadmin: {token: tttttttttttttttttttttttt}\n";
    return ConfigFile.of(doc(more, oidc)).config().admin().people().orElseThrow();
  }

  @Test
  void it_has_defaults() {
    OidcConfig config = read(GOOD);
    assertThat(config.provider().scopes()).containsExactlyInAnyOrder("openid", "profile", "email");
    assertThat(config.redirect()).hasToString("https://s.example:8680");
    assertThat(config.claims()).isEqualTo(new OidcConfig.Claims("groups", "sub"));
    assertThat(config.session()).isEqualTo(Duration.ofHours(8));
    assertThat(config.roles()).containsEntry(Role.ADMIN, Set.of("g"));
    assertThat(config.device()).isFalse();
    assertThat(config.provisioned()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://Sluice.Example.com:443/,https://sluice.example.com",
    "https://sluice.example.com:80,https://sluice.example.com:80",
    "http://127.0.0.1:80,http://127.0.0.1",
    "http://[::1]:8680,http://[::1]:8680"
  })
  void the_address_of_browsers_is_written_as_they_say_where_they_are_from(
      String written, String origin) {
    assertThat(read(GOOD.replace("https://s.example:8680/", written)).redirect())
        .hasToString(origin);
  }

  @Test
  void what_an_owner_may_give_is_what_a_member_may_have_where_nothing_else_is_said() {
    var team =
        read(GOOD + ", teams: {x: {member: [g], terms: {limits: {rpm: 5}}}}")
            .teams()
            .values()
            .iterator()
            .next();
    assertThat(team.most()).isEqualTo(team.terms());
    assertThat(team.keys()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "client_id: s | has no issuer",
        "issuer: 'http://a' | must begin with https://",
        "issuer: 'https://a?b=c' | must have no query",
        "issuer: 'https://u:p@a' | neither credentials",
        "redirect: 'https://a/path' | must be a host alone",
        "groups: 'a..b' | must be the name of a claim",
        "session: 1m | session",
        "issuer: 'https://a', client_id: s, redirect: 'https://b' | lets nobody in",
        "teams: {x: {keys: 2}} | has nobody",
        "teams: {x: {member: [g], most: {limits: {rpm: 5}}}} | must be within most: limits.rpm",
        "teams: {x: {member: [g], terms: {operations: ['passthrough:*']}, most: {operations: ['passthrough:ocr']}}} | must be within most: operations must be of [passthrough:ocr]",
        "teams: {x: {member: [g], terms: {operations: ['passthrough:*']}, most: {limits: {rpm: 0}}}} | must be within most: operations must be without a pass-through",
        "teams: {x: {member: [g], terms: {limits: {rpm: 5, when: call.stream}}}} | teams.x.terms.limits.when must not be here: limits.when holds for keys of server.keys and callers of auth.jwt alone",
        "teams: {x: {owner: [g], most: {limits: {rpm: 5, when: call.stream}}}} | teams.x.most.limits.when must not be here",
        "roles: {owner: [g]} | owner"
      })
  void mistakes_are_told(String oidc, String message) {
    String more = "store: {path: data}\nadmin: {token: tttttttttttttttttttttttt}\n";
    assertThatThrownBy(() -> ConfigFile.of(doc(more, oidc)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "admin: {token: tttttttttttttttttttttttt} | needs a store",
        "store: {path: data} | needs a token with the role admin",
        "store: {path: data}~admin: {tokens: [{name: a, token: tttttttttttttttttttttttt, role: operator}]} | needs a token with the role admin"
      })
  void it_needs_a_store_and_a_token_that_always_works(String before, String message) {
    assertThatThrownBy(() -> ConfigFile.of(doc(before.replace('~', '\n') + "\n", GOOD)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
