package dev.sluice.server.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.sluice.server.client.ClientKeys.Found;
import dev.sluice.server.client.ClientKeys.Reason;
import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is left while the keys of an issuer cannot be had, and what attackers can make of it.
class IssuerOutageTest {
  private final TokenRig rig = new TokenRig();

  @AfterEach
  void close() {
    rig.close();
  }

  private void pass(Duration time) {
    rig.nanos.addAndGet(time.toNanos());
    rig.wall.addAndGet(time.toMillis());
    rig.issuers.look();
  }

  private Found verify() throws Exception {
    return rig.verify(rig.maker.rs256(rig.claims()));
  }

  private String unknown(int number) {
    return TokenMaker.unsigned(Map.of("alg", "RS256", "kid", "made-up-" + number), rig.claims());
  }

  @Test
  void known_keys_go_on_for_an_hour_without_the_issuer_and_new_ones_are_refused() throws Exception {
    assertThat(verify()).isInstanceOf(Found.Admitted.class);
    rig.fetch =
        () -> {
          throw new IOException("away");
        };
    for (int minute = 0; minute < 60; minute += 5) {
      pass(Duration.ofMinutes(5));
      assertThat(verify()).isInstanceOf(Found.Admitted.class);
      assertThat(rig.verify(unknown(minute))).isEqualTo(new Found.Refused(Reason.TOKEN));
    }
    pass(Duration.ofDays(1));
    assertThat(verify()).isEqualTo(new Found.Refused(Reason.TOKEN_UNAVAILABLE));
  }

  @Test
  void an_issuer_that_is_away_at_the_start_is_found_when_it_is_back() throws Exception {
    try (var late = new TokenRig()) {
      late.fetch =
          () -> {
            throw new IOException("away");
          };
      late.nanos.addAndGet(Duration.ofDays(2).toNanos());
      assertThat(late.verify(late.maker.rs256(late.claims())))
          .isEqualTo(new Found.Refused(Reason.TOKEN_UNAVAILABLE));
      late.fetch = late.maker::jwks;
      late.nanos.addAndGet(Duration.ofSeconds(40).toNanos());
      assertThat(late.verify(late.maker.rs256(late.claims()))).isInstanceOf(Found.Admitted.class);
    }
  }

  @Test
  void a_new_key_of_the_issuer_is_found_by_its_first_token() throws Exception {
    assertThat(verify()).isInstanceOf(Found.Admitted.class);
    var next = TokenMaker.another();
    rig.fetch =
        () ->
            TokenMaker.jwks(
                List.of(
                    new RSAKey.Builder((RSAPublicKey) next.rsa.getPublic()).keyID("new").build()));
    pass(Duration.ofSeconds(2));
    String token = next.sign(Map.of("alg", "RS256", "kid", "new"), rig.claims());
    assertThat(rig.verify(token)).isInstanceOf(Found.Admitted.class);
  }

  @Test
  void ten_thousand_unknown_keys_in_a_second_make_one_fetch_and_hurt_no_good_token()
      throws Exception {
    String good = rig.maker.rs256(rig.claims());
    assertThat(rig.verify(good)).isInstanceOf(Found.Admitted.class);
    pass(Duration.ofSeconds(2));
    int before = rig.fetches.get();
    var refused = new AtomicInteger();
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      tokens.add(unknown(i));
    }
    for (int i = 0; i < 10_000; i++) {
      rig.callers.verify(
          tokens.get(i % 100),
          null,
          "192.0.2." + i % 100,
          found -> refused.addAndGet(found instanceof Found.Refused ? 1 : 0));
      assertThat(rig.callers.known(good, null)).isInstanceOf(Found.Admitted.class);
    }
    await().untilAtomic(refused, org.hamcrest.Matchers.is(10_000));
    assertThat(rig.fetches.get() - before).isLessThanOrEqualTo(1);
    // None of them has come as far as its signature, and each good one was known without a thread.
    assertThat(rig.refused)
        .extracting(TokenVerdict.Refused::fault)
        .containsOnly(TokenFault.KEY_UNKNOWN, TokenFault.BUSY);
    assertThat(rig.known).hasValue(10_000);
  }

  @Test
  void a_key_that_its_issuer_has_withdrawn_verifies_nothing_not_even_what_is_known()
      throws Exception {
    String token = rig.maker.rs256(rig.claims());
    assertThat(rig.verify(token)).isInstanceOf(Found.Admitted.class);
    refetch(rig.maker.jwks());
    assertThat(rig.callers.known(token, null)).isInstanceOf(Found.Admitted.class);
    refetch(TokenMaker.another().jwks());
    assertThat(rig.callers.known(token, null)).isNull();
    assertThat(rig.verify(token)).isEqualTo(new Found.Refused(Reason.TOKEN));
  }

  /// Has the issuer's keys fetched anew, in no time.
  private void refetch(byte[] jwks) {
    var fetched = new CountDownLatch(1);
    int before = rig.fetches.get();
    rig.fetch =
        () -> {
          fetched.countDown();
          return jwks;
        };
    await()
        .until(
            () -> {
              rig.nanos.addAndGet(Duration.ofMinutes(6).toNanos());
              rig.issuers.look();
              return rig.fetches.get() > before + 1;
            });
  }

  @Test
  void known_keys_that_cannot_be_fetched_for_a_day_verify_nothing_not_even_what_is_known()
      throws Exception {
    Map<String, Object> claims = rig.claims();
    String token = rig.maker.rs256(claims);
    assertThat(rig.verify(token)).isInstanceOf(Found.Admitted.class);
    rig.fetch =
        () -> {
          throw new IOException("away");
        };
    rig.nanos.addAndGet(Duration.ofHours(25).toNanos());
    assertThat(rig.callers.known(token, null)).isNull();
  }

  @Test
  void wrong_signatures_of_one_address_keep_no_new_token_of_another_out() throws Exception {
    assertThat(verify()).isInstanceOf(Found.Admitted.class);
    String bad = TokenMaker.another().rs256(rig.claims());
    var answered = new AtomicInteger();
    for (int i = 0; i < 10_000; i++) {
      rig.callers.verify(bad, null, "198.51.100.7", _ -> answered.incrementAndGet());
    }
    await().untilAtomic(answered, org.hamcrest.Matchers.is(10_000));
    assertThat(rig.refused.stream().filter(one -> one.fault() == TokenFault.SIGNATURE).count())
        .isLessThanOrEqualTo(AddressRateLimiter.BURST);
    Map<String, Object> claims = rig.claims();
    claims.put("sub", "somebody-new");
    assertThat(rig.verify(rig.maker.rs256(claims))).isInstanceOf(Found.Admitted.class);
  }

  @Test
  void unknown_keys_of_one_issuer_cost_another_no_fetch() {
    var one = new FetchRateLimiter(0);
    var other = new FetchRateLimiter(0);
    assertThat(one.allows(0)).isTrue();
    assertThat(one.allows(1)).isFalse();
    assertThat(other.allows(1)).isTrue();
  }

  @Test
  void a_token_is_answered_whatever_breaks() throws Exception {
    rig.breaks = true;
    assertThat(verify()).isInstanceOf(Found.Admitted.class);
    rig.breaks = false;
    assertThat(verify()).isInstanceOf(Found.Admitted.class);
  }

  @Test
  void a_reload_that_says_the_same_of_issuers_keeps_what_is_known() throws Exception {
    String token = rig.maker.rs256(rig.claims());
    assertThat(rig.verify(token)).isInstanceOf(Found.Admitted.class);
    TokenCallers before = rig.callers;
    assertThat(rig.reload()).isSameAs(before);
    assertThat(
            rig.callers(
                TokenRig.check(java.util.Optional.empty(), java.util.Set.of(), false),
                TokenRig.mapping("claims.team"),
                java.util.Set.of("gone")))
        .isNotSameAs(before);
    assertThat(rig.callers.known(token, null)).isNull();
  }

  @Test
  void a_server_that_never_answers_is_given_up() throws Exception {
    assertThat(verify()).isInstanceOf(Found.Admitted.class);
    var never = new CountDownLatch(1);
    rig.fetch =
        () -> {
          never.await();
          return new byte[0];
        };
    pass(Duration.ofSeconds(2));
    assertThat(rig.verify(unknown(1))).isEqualTo(new Found.Refused(Reason.TOKEN));
    assertThat(verify()).isInstanceOf(Found.Admitted.class);
  }

  @Test
  void a_set_of_ten_thousand_keys_is_read_and_one_that_is_none_changes_nothing() throws Exception {
    RSAPublicKey key = (RSAPublicKey) rig.maker.rsa.getPublic();
    var many = new ArrayList<String>();
    for (int i = 0; i < 10_000; i++) {
      many.add("{\"kty\":\"EC\",\"crv\":\"P-999\",\"kid\":\"k%d\"}".formatted(i));
    }
    List<JWK> first = List.of(new RSAKey.Builder(key).keyID("rsa").build());
    assertThat(IssuerKeys.parse(TokenMaker.jwks(first, many.toArray(String[]::new))).size())
        .isEqualTo(1);
    for (String bad :
        List.of(
            "",
            "[]",
            "{}",
            "{\"keys\":7}",
            "{\"keys\":[]}",
            "<html>",
            "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}")) {
      rig.fetch = () -> bad.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      pass(Duration.ofMinutes(6));
      assertThat(verify()).as(bad).isInstanceOf(Found.Admitted.class);
    }
  }
}
