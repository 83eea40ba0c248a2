package dev.sluice.server.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.sluice.accounts.terms.KeyBands;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import dev.sluice.call.text.EnumWords;
import dev.sluice.server.client.ClientKeys.Found;
import dev.sluice.server.client.ClientKeys.Reason;
import dev.sluice.server.client.TokenForm;
import dev.sluice.server.config.IssuerConfig.ClaimMapping;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Tokens that an attacker makes, and good ones.
class HostileTokensTest {
  private final TokenRig rig = new TokenRig();
  private final Map<String, String> tokens = new LinkedHashMap<>();
  private final Map<String, TokenFault> faults = new HashMap<>();

  @AfterEach
  void close() {
    rig.close();
  }

  private void hostile(String what, TokenFault fault, String token) {
    tokens.put(what, token);
    faults.put(what, fault);
  }

  private Map<String, Object> with(String claim, Object value) {
    Map<String, Object> claims = rig.claims();
    claims.put(claim, value);
    return claims;
  }

  private Map<String, Object> without(String claim) {
    Map<String, Object> claims = rig.claims();
    claims.remove(claim);
    return claims;
  }

  private String head(String key, Object value) {
    Map<String, Object> header = new LinkedHashMap<>(Map.of("alg", "RS256", "kid", "rsa"));
    header.put(key, value);
    return rig.maker.sign(header, rig.claims());
  }

  private String unsigned(String header) {
    return Base64URL.encode(header)
        + "."
        + Base64URL.encode(JSONObjectUtils.toJSONString(rig.claims()))
        + ".";
  }

  private String hs256WithThePublicKey() throws Exception {
    String signed =
        Base64URL.encode("{\"alg\":\"HS256\",\"kid\":\"rsa\"}")
            + "."
            + Base64URL.encode(JSONObjectUtils.toJSONString(rig.claims()));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(rig.maker.rsa.getPublic().getEncoded(), "HmacSHA256"));
    return signed + "." + Base64URL.encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  private String changed(String token, int part, String json) {
    String[] parts = token.split("\\.");
    parts[part] = Base64URL.encode(json).toString();
    return String.join(".", parts);
  }

  private void all() throws Exception {
    String good = rig.maker.rs256(rig.claims());
    String other = TokenMaker.another().rs256(rig.claims());
    long now = rig.wall.get() / 1_000;
    hostile("none", TokenFault.ALGORITHM, unsigned("{\"alg\":\"none\"}"));
    hostile("None", TokenFault.ALGORITHM, unsigned("{\"alg\":\"None\",\"kid\":\"rsa\"}"));
    hostile("HS256 with the public key", TokenFault.ALGORITHM, hs256WithThePublicKey());
    hostile("an algorithm that is not listed", TokenFault.ALGORITHM, head("alg", "RS512"));
    hostile("an unknown algorithm", TokenFault.ALGORITHM, unsigned("{\"alg\":\"XX1\"}") + "AAAA");
    hostile("another key", TokenFault.SIGNATURE, other);
    hostile("no signature", TokenFault.MALFORMED, good.substring(0, good.lastIndexOf('.') + 1));
    hostile(
        "changed claims",
        TokenFault.SIGNATURE,
        changed(good, 1, JSONObjectUtils.toJSONString(with("sub", "root"))));
    hostile(
        "an RSA signature for ES256",
        TokenFault.SIGNATURE,
        changed(good, 0, "{\"alg\":\"ES256\",\"kid\":\"ec\"}"));
    hostile(
        "zeros for ES256",
        TokenFault.SIGNATURE,
        unsigned("{\"alg\":\"ES256\",\"kid\":\"ec\"}") + Base64URL.encode(new byte[64]));
    hostile("a key's kid for another algorithm", TokenFault.KEY_UNKNOWN, head("kid", "ec"));
    hostile("kid with a path", TokenFault.KEY_UNKNOWN, head("kid", "../../../dev/null"));
    hostile("kid with SQL", TokenFault.KEY_UNKNOWN, head("kid", "x' or '1'='1"));
    hostile("no kid", TokenFault.KEY_UNKNOWN, rig.maker.sign(Map.of("alg", "RS256"), rig.claims()));
    hostile(
        "a key in the header",
        TokenFault.SIGNATURE,
        TokenMaker.another()
            .sign(
                Map.of(
                    "alg",
                    "RS256",
                    "kid",
                    "rsa",
                    "jwk",
                    Map.of("kty", "RSA", "n", "AQAB", "e", "AQAB")),
                rig.claims()));
    hostile(
        "keys elsewhere",
        TokenFault.SIGNATURE,
        TokenMaker.another()
            .sign(
                Map.of("alg", "RS256", "kid", "rsa", "jku", "https://evil.example/keys"),
                rig.claims()));
    hostile("a critical header", TokenFault.CRITICAL, crit());
    hostile("a logout token", TokenFault.TYPE, head("typ", "logout+jwt"));
    hostile("wrong audience", TokenFault.AUDIENCE, rig.maker.es256(with("aud", "other")));
    hostile("no audience", TokenFault.AUDIENCE, rig.maker.es256(without("aud")));
    hostile("audience as a map", TokenFault.AUDIENCE, rig.maker.es256(with("aud", Map.of())));
    hostile(
        "another issuer", TokenFault.ISSUER, rig.maker.es256(with("iss", "https://evil.example")));
    hostile(
        "two issuers",
        TokenFault.ISSUER,
        rig.maker.es256(with("iss", List.of(TokenMaker.ISSUER, "https://evil.example"))));
    hostile(
        "issuer with a slash",
        TokenFault.ISSUER,
        rig.maker.es256(with("iss", TokenMaker.ISSUER + "/")));
    hostile("no exp", TokenFault.NO_EXPIRY, rig.maker.es256(without("exp")));
    hostile("exp as a text", TokenFault.NO_EXPIRY, rig.maker.es256(with("exp", "9999999999")));
    hostile("ended 5 minutes ago", TokenFault.EXPIRED, rig.maker.es256(with("exp", now - 300)));
    hostile("a clock 5 minutes ahead", TokenFault.NOT_YET, rig.maker.es256(with("iat", now + 300)));
    hostile("begins tomorrow", TokenFault.NOT_YET, rig.maker.es256(with("nbf", now + 86_400)));
    hostile(
        "ends in the far future",
        TokenFault.TOO_LONG,
        rig.maker.es256(with("exp", 32_503_680_000L)));
    hostile("1 MB", TokenFault.MALFORMED, rig.maker.rs256(with("x", "a".repeat(1 << 20))));
    hostile("a large header", TokenFault.MALFORMED, head("x", "a".repeat(8_000)));
    hostile(
        "nested 5,000 deep",
        TokenFault.MALFORMED,
        changed(good, 1, "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}"));
    hostile(
        "a token within a token",
        TokenFault.MALFORMED,
        rig.maker.sign("{\"alg\":\"RS256\",\"kid\":\"rsa\",\"cty\":\"JWT\"}", good));
    hostile("encrypted", TokenFault.MALFORMED, good + ".AAAA.AAAA");
    hostile("no JSON", TokenFault.MALFORMED, "eyJhbGciOi.eyJ.AAAA");
    hostile(
        "bound to another certificate",
        TokenFault.UNBOUND,
        rig.maker.es256(with("cnf", Map.of("x5t#S256", "AAAA"))));
    hostile(
        "bound by DPoP", TokenFault.UNBOUND, rig.maker.es256(with("cnf", Map.of("jkt", "AAAA"))));
    hostile("no team", TokenFault.UNMAPPED, rig.maker.es256(without("team")));
    hostile("a team with a line break", TokenFault.UNMAPPED, rig.maker.es256(with("team", "a\nb")));
    hostile("no subject", TokenFault.UNMAPPED, rig.maker.es256(without("sub")));
    hostile("an empty subject", TokenFault.UNMAPPED, rig.maker.es256(with("sub", "")));
  }

  private String crit() {
    Map<String, Object> header = new LinkedHashMap<>(Map.of("alg", "RS256", "kid", "rsa"));
    header.put("crit", List.of("b64"));
    header.put("b64", true);
    return rig.maker.sign(header, rig.claims());
  }

  @Test
  void none_is_accepted_and_each_for_its_own_reason() throws Exception {
    all();
    assertThat(tokens).hasSizeGreaterThanOrEqualTo(30);
    for (Map.Entry<String, String> token : tokens.entrySet()) {
      // What a fetch was made for does not stand in the way of the next one.
      rig.nanos.addAndGet(2_000_000_000L);
      assertThat(TokenForm.is(token.getValue())).as(token.getKey()).isTrue();
      assertThat(rig.verify(token.getValue()))
          .as(token.getKey())
          .isEqualTo(new Found.Refused(Reason.TOKEN));
      assertThat(rig.last()).as(token.getKey()).isEqualTo(faults.get(token.getKey()));
    }
  }

  @Test
  void a_hundred_good_ones_are_accepted() throws Exception {
    var headers =
        List.<Map<String, Object>>of(
            Map.of("alg", "RS256", "kid", "rsa"),
            Map.of("alg", "PS256", "kid", "rsa", "typ", "JWT"),
            Map.of("alg", "ES256", "kid", "ec", "typ", "at+jwt"),
            Map.of("alg", "EdDSA", "kid", "ed"));
    var good = new ArrayList<String>();
    for (int i = 0; i < 100; i++) {
      Map<String, Object> claims = with("sub", "user-" + i);
      claims.put("aud", i % 2 == 0 ? "sluice" : List.of("other", "sluice"));
      // A signature of RSA takes longer to make than all else that is done with a token.
      int header = i < 4 * headers.size() ? i % headers.size() : 2 + i % 2;
      good.add(rig.maker.sign(headers.get(header), claims));
    }
    for (int i = 0; i < good.size(); i++) {
      String name = "login:user-" + i;
      assertThat(rig.verify(good.get(i)))
          .isInstanceOfSatisfying(
              Found.Admitted.class,
              in -> {
                assertThat(in.client().name()).isEqualTo(name);
                assertThat(in.client().tenancy().team()).contains("search");
              });
    }
    good.forEach(token -> assertThat(rig.callers.known(token, null)).isNotNull());
    assertThat(rig.known).hasValue(100);
    assertThat(rig.fetches).hasValueLessThanOrEqualTo(2);
  }

  @Test
  void a_token_is_known_until_it_ends_and_no_longer() throws Exception {
    String token = rig.maker.rs256(rig.claims());
    assertThat(rig.verify(token)).isInstanceOf(Found.Admitted.class);
    rig.wall.addAndGet(119_000);
    assertThat(rig.callers.known(token, null)).isNotNull();
    rig.wall.addAndGet(2_000);
    assertThat(rig.callers.known(token, null)).isNull();
    assertThat(rig.verify(token)).isInstanceOf(Found.Refused.class);
    assertThat(rig.last()).isEqualTo(TokenFault.EXPIRED);
  }

  @Test
  void a_bound_token_is_good_over_its_own_connection_alone() throws Exception {
    String token = rig.maker.rs256(with("cnf", Map.of("x5t#S256", "mine")));
    assertThat(rig.verify(token, "mine")).isInstanceOf(Found.Admitted.class);
    assertThat(rig.callers.known(token, "other")).isNull();
    assertThat(rig.verify(token, "other")).isInstanceOf(Found.Refused.class);
    assertThat(rig.verify(token, null)).isInstanceOf(Found.Refused.class);
    rig.callers(
        TokenRig.check(Optional.empty(), Set.of(), true),
        TokenRig.mapping("claims.team"),
        Set.of());
    assertThat(rig.verify(rig.maker.rs256(rig.claims()), "mine")).isInstanceOf(Found.Refused.class);
    assertThat(rig.last()).isEqualTo(TokenFault.UNBOUND);
  }

  @Test
  void clients_types_and_revocations_are_looked_at() throws Exception {
    rig.callers(
        TokenRig.check(Optional.of("at+jwt"), Set.of("app"), false),
        TokenRig.mapping("claims.team"),
        Set.of("gone"));
    assertThat(rig.verify(rig.maker.rs256(rig.claims()))).isInstanceOf(Found.Refused.class);
    assertThat(rig.last()).isEqualTo(TokenFault.TYPE);
    Map<String, Object> header = Map.of("alg", "ES256", "kid", "ec", "typ", "application/at+jwt");
    assertThat(rig.verify(rig.maker.sign(header, rig.claims()))).isInstanceOf(Found.Refused.class);
    assertThat(rig.last()).isEqualTo(TokenFault.CLIENT);
    assertThat(rig.verify(rig.maker.sign(header, with("azp", "app"))))
        .isInstanceOf(Found.Admitted.class);
    Map<String, Object> revoked = with("client_id", "app");
    revoked.put("jti", "gone");
    assertThat(rig.verify(rig.maker.sign(header, revoked))).isInstanceOf(Found.Refused.class);
    assertThat(rig.last()).isEqualTo(TokenFault.REVOKED);
  }

  @Test
  void a_subject_and_the_token_of_one_issuer_alone_can_be_revoked() throws Exception {
    for (String gone : List.of("login:alice", "login:one")) {
      rig.callers(
          TokenRig.check(Optional.empty(), Set.of(), false),
          TokenRig.mapping("claims.team"),
          Set.of(gone));
      assertThat(rig.verify(rig.maker.es256(with("jti", "one")))).isInstanceOf(Found.Refused.class);
      assertThat(rig.last()).isEqualTo(TokenFault.REVOKED);
      assertThat(rig.refused.getLast().subject()).isEqualTo("alice");
    }
  }

  @Test
  void nobody_is_named_whose_signature_was_not_verified() throws Exception {
    String good = rig.maker.es256(rig.claims());
    assertThat(rig.verify(TokenMaker.another().rs256(with("sub", "ceo"))))
        .isInstanceOf(Found.Refused.class);
    assertThat(rig.refused.getLast().subject()).isEmpty();
    assertThat(rig.verify(changed(good, 1, "{\"iss\":\"" + TokenMaker.ISSUER + "\"}")))
        .isInstanceOf(Found.Refused.class);
    assertThat(rig.last()).isEqualTo(TokenFault.NO_EXPIRY);
    assertThat(rig.refused.getLast().subject()).isEmpty();
  }

  @Test
  void an_issuer_makes_callers_of_its_own_teams_alone() throws Exception {
    ClaimMapping mapping = TokenRig.mapping("claims.team");
    rig.callers(
        TokenRig.check(Optional.empty(), Set.of(), false),
        new ClaimMapping(
            mapping.when(),
            mapping.name(),
            mapping.team(),
            List.of("search", "ci-*"),
            mapping.priority(),
            mapping.models(),
            mapping.terms(),
            mapping.profile(),
            mapping.profiles()),
        Set.of());
    for (String team : List.of("search", "ci-", "ci-build")) {
      assertThat(rig.verify(rig.maker.es256(with("team", team))))
          .as(team)
          .isInstanceOf(Found.Admitted.class);
    }
    for (String team : List.of("legal", "search-2", "ci")) {
      assertThat(rig.verify(rig.maker.es256(with("team", team))))
          .as(team)
          .isInstanceOf(Found.Refused.class);
      assertThat(rig.last()).isEqualTo(TokenFault.UNMAPPED);
    }
  }

  @Test
  void a_priority_of_claims_lowers_that_of_the_terms_and_raises_none() throws Exception {
    var terms =
        new KeyTerms(
            KeyTerms.upTo(Band.NORMAL).scope(),
            new KeyBands(Band.NORMAL, Band.BATCH),
            KeyTerms.upTo(Band.NORMAL).cache(),
            KeyTerms.upTo(Band.NORMAL).limits(),
            KeyTerms.upTo(Band.NORMAL).budget());
    ClaimMapping mapping = TokenRig.mapping("claims.team");
    rig.callers(
        TokenRig.check(Optional.empty(), Set.of(), false),
        new ClaimMapping(
            mapping.when(),
            mapping.name(),
            mapping.team(),
            mapping.teams(),
            Optional.of(TokenRig.expression("claims.priority")),
            mapping.models(),
            terms,
            mapping.profile(),
            mapping.profiles()),
        Set.of());
    for (Band band : Band.values()) {
      Band highest = band.compareTo(Band.NORMAL) < 0 ? Band.NORMAL : band;
      Band usual = band.compareTo(terms.bands().usual()) > 0 ? band : terms.bands().usual();
      assertThat(rig.verify(rig.maker.es256(with("priority", EnumWords.of(band)))))
          .isInstanceOfSatisfying(
              Found.Admitted.class,
              in ->
                  assertThat(in.client().terms().bands()).isEqualTo(new KeyBands(highest, usual)));
    }
    assertThat(rig.verify(rig.maker.es256(with("priority", "utmost"))))
        .isInstanceOf(Found.Refused.class);
  }

  @Test
  void ed25519_has_two_names() throws Exception {
    String token = rig.maker.sign(Map.of("alg", "Ed25519", "kid", "ed"), rig.claims());
    assertThat(rig.verify(token)).isInstanceOf(Found.Admitted.class);
    String set = new String(rig.maker.jwks(), StandardCharsets.UTF_8);
    rig.fetch =
        () ->
            set.replace("\"crv\":\"Ed25519\"", "\"crv\":\"Ed25519\",\"alg\":\"Ed25519\"")
                .replace("\"kid\":\"ed\"", "\"kid\":\"ed2\"")
                .getBytes(StandardCharsets.UTF_8);
    rig.nanos.addAndGet(2_000_000_000L);
    assertThat(rig.verify(rig.maker.sign(Map.of("alg", "EdDSA", "kid", "ed2"), with("sub", "bob"))))
        .isInstanceOf(Found.Admitted.class);
  }

  @Test
  void whatever_begins_an_object_of_json_has_the_form_of_a_token() {
    for (String header : List.of("{\"alg\":1}", "{ }", "{\n}", "{\r\n}", "{\t}")) {
      assertThat(TokenForm.is(unsigned(header))).as(header).isTrue();
    }
    assertThat(TokenForm.is("sk-ew.a.b")).isFalse();
  }
}
