package dev.sluice.server.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.IssuerConfig;
import dev.sluice.server.config.JwtConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JwtReaderTest {
  private static JwtConfig read(String jwt) {
    return ConfigFile.of(doc(jwt)).config().server().jwt().orElseThrow();
  }

  private static Doc doc(String jwt) {
    return Doc.parse(
        "test.yaml",
        "auth: {jwt: %s}\nproviders: {p: {type: openai, key: sk-x}}\n".formatted(jwt),
        Map.of());
  }

  private static String issuer(String more) {
    return "{issuers: {a: {issuer: 'https://a', jwks: 'https://a/k', audience: [s]%s}}}"
        .formatted(more);
  }

  @Test
  void an_issuer_has_defaults() {
    IssuerConfig issuer = read(issuer("")).issuers().getFirst();
    assertThat(issuer.check().algorithms()).contains("RS256", "ES256", "EdDSA").hasSize(10);
    assertThat(issuer.check().leeway()).isEqualTo(Duration.ofMinutes(1));
    assertThat(issuer.check().maxLife()).isEqualTo(Duration.ofDays(1));
    assertThat(issuer.mapping().name().text()).isEqualTo("claims.sub");
    assertThat(issuer.mapping().team().string(Map.of())).isEqualTo("a");
    assertThat(issuer.mapping().terms().scope().models()).isEmpty();
  }

  @Test
  void with_tokens_no_key_is_needed_to_be_reachable() {
    Doc doc =
        Doc.parse(
            "test.yaml",
            "server: {listen: '0.0.0.0:8080'}\nauth: {jwt: %s}\n".formatted(issuer(""))
                + "providers: {p: {type: openai, key: sk-x}}\n",
            Map.of());
    assertThat(ConfigFile.of(doc).config().server().keyed()).isTrue();
  }

  @Test
  void revoked_tokens_stand_in_a_list_and_in_a_file(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("revoked"), "# old ones\nb\n\n  c \n");
    String jwt =
        issuer("").replaceFirst("\\{", "{revoked: [a], revoked_file: %s, ".formatted(file));
    assertThat(read(jwt).revoked()).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void service_accounts_have_a_preset(@TempDir Path folder) {
    IssuerConfig issuer =
        read("{issuers: {k: {preset: kubernetes, jwks: 'https://api/keys', audience: [sluice],"
                + " jwks_token_file: %s}}}".formatted(folder.resolve("token")))
            .issuers()
            .getFirst();
    assertThat(issuer.issuer()).isEqualTo("https://kubernetes.default.svc.cluster.local");
    assertThat(issuer.keys().token()).contains(folder.resolve("token"));
    Map<String, Object> claims = Map.of("kubernetes.io", Map.of("namespace", "shop"));
    assertThat(issuer.mapping().team().string(claims)).isEqualTo("shop");
    assertThat(issuer.mapping().team().string(Map.of("sub", "x"))).isNull();
  }

  @Test
  void the_preset_is_noted_where_it_cannot_work() {
    assertThat(
            ConfigFile.of(doc("{issuers: {k: {preset: kubernetes, audience: [s]}}}")).doc().notes())
        .singleElement()
        .asString()
        .contains("auth.jwt.issuers.k.preset finds no /var/run/secrets/");
  }

  @Test
  void profiles_are_terms_by_name() {
    IssuerConfig issuer =
        read(issuer(", profile: claims.p, profiles: {x: {models: ['m*'], limits: {rpm: 5}}}"))
            .issuers()
            .getFirst();
    assertThat(issuer.mapping().profiles())
        .hasEntrySatisfying(
            "x", terms -> assertThat(terms.scope().models()).isEqualTo(List.of("m*")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | auth.jwt has no issuers: add `issuers:",
        "{issuers: {a: {jwks: 'https://a', audience: [s]}}} | has no issuer: add `issuer: URL`",
        "{issuers: {a: {issuer: a, audience: [s]}}} | has no jwks: add `jwks: URL`",
        "{issuers: {a: {issuer: a, jwks: 'https://a'}}} | has no audience: add `audience: [NAME]`",
        "{issuers: {a: {issuer: a, jwks: 'http://a/k', audience: [s]}}} | must begin with https://",
        "{issuers: {a: {issuer: a, jwks: 'https://u:p@a', audience: [s]}}} | neither credentials",
        "{issuers: {'a b': {issuer: a, jwks: 'https://a', audience: [s]}}} | must have a name of",
      })
  void what_is_missing_is_named_with_a_remedy(String jwt, String says) {
    refused(jwt, says);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ", algorithms: [HS256] | auth.jwt.issuers.a.algorithms[0] must be one of RS256",
        ", algorithms: [none] | symmetric algorithms and none",
        ", team: claim.team | test.yaml:1:91: auth.jwt.issuers.a.team names claim, which is no"
            + " fact",
        ", when: claims.x == | auth.jwt.issuers.a.when has the end where a value should be",
        ", team: headers.x | names headers, which is no fact",
        ", leeway: 1h | auth.jwt.issuers.a.leeway must be a duration from 0s to 5m",
        ", profile: claims.p | must have both profile, which names one, and profiles",
        ", terms: {name: x} | unknown key 'name' in auth.jwt.issuers.a.terms",
        ", terms: {budgets: [x]} | auth.jwt.issuers.a.terms.budgets[0] must be",
      })
  void what_makes_no_sense_is_named_with_its_place(String more, String says) {
    refused(issuer(more.stripTrailing()), says);
  }

  @Test
  void two_issuers_have_two_names_for_themselves() {
    refused(
        "{issuers: {a: {issuer: x, jwks: 'https://a', audience: [s]},"
            + " b: {issuer: x, jwks: 'https://b', audience: [s]}}}",
        "auth.jwt.issuers.b.issuer must not be that of a, too");
  }

  private static void refused(String jwt, String says) {
    assertThatThrownBy(() -> ConfigFile.of(doc(jwt)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(says.strip());
  }
}
