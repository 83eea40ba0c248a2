package dev.sluice.server.jwt;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.client.TokenForm;
import dev.sluice.server.config.IssuerConfig.KeysAddress;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The tokens of an OpenID provider that are for this gateway as its client: id_tokens (OpenID
/// Connect Core 3.1.3.7) and logout tokens (Back-Channel Logout 2.6). Safe for any thread; waits
/// for the provider's keys, and is not for a loop.
public final class ProviderTokens {
  private static final Duration LEEWAY = Duration.ofMinutes(1);

  /// The longest token, in characters: it may name hundreds of groups.
  private static final int LONGEST_TOKEN = 64 << 10;

  /// How old a token may be.
  private static final Duration OLDEST = Duration.ofMinutes(10);

  /// How far away its end may be: id_tokens of some providers hold for a day.
  private static final Duration LONGEST_LIFE = Duration.ofDays(2);

  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512,
          JWSAlgorithm.EdDSA,
          JWSAlgorithm.Ed25519);

  private final String issuer;
  private final String client;
  private final KeySource source;
  private final Clock clock;

  /// A token that is not accepted. The message is to be read after "the token".
  public static final class BadToken extends Exception {
    private static final long serialVersionUID = 1L;

    public BadToken(String why) {
      super(why);
    }
  }

  /// @param issuer the `iss` of its tokens
  /// @param client the gateway's name at the provider, for which tokens must be
  /// @param keys where the provider's keys are
  public ProviderTokens(String issuer, String client, KeysAddress keys, Clock clock) {
    this(issuer, client, new HttpKeysFetch(keys), clock);
  }

  ProviderTokens(String issuer, String client, KeysFetch keys, Clock clock) {
    this.issuer = issuer;
    this.client = client;
    this.source = new KeySource("oidc", keys, TokenListener.NONE, clock.nanos());
    this.clock = clock;
  }

  /// Verifies a token and returns its claims.
  ///
  /// @param types the types (`typ`) that it may have, in small letters, beside none and `jwt`
  public Map<String, Object> verify(String token, Set<String> types)
      throws BadToken, InterruptedException {
    if (token.length() > LONGEST_TOKEN || !TokenForm.is(token)) {
      throw new BadToken("has not the form of a signed token");
    }
    JWSObject jws;
    Map<String, Object> claims;
    try {
      jws = JWSObject.parse(token);
      claims = jws.getPayload().toJSONObject();
    } catch (ParseException | RuntimeException e) {
      throw new BadToken("cannot be read");
    }
    if (claims == null) {
      throw new BadToken("has no claims");
    }
    checkHead(jws.getHeader(), types);
    checkClaims(claims);
    SigningKey key = key(jws.getHeader());
    if (key == null) {
      throw new BadToken("is signed by a key that its provider does not have");
    }
    if (!key.verifies(jws.getHeader(), jws.getSigningInput(), jws.getSignature())) {
      throw new BadToken("has a signature that is not good");
    }
    return claims;
  }

  private static void checkHead(JWSHeader header, Set<String> types) throws BadToken {
    if (!ALGORITHMS.contains(header.getAlgorithm())) {
      throw new BadToken("is signed by an algorithm that is not accepted");
    }
    Set<String> critical = header.getCriticalParams();
    if (critical != null && !critical.isEmpty()) {
      throw new BadToken("has critical headers");
    }
    JOSEObjectType type = header.getType();
    String name = type == null ? "jwt" : type.getType().toLowerCase(Locale.ROOT);
    if (!name.equals("jwt") && !types.contains(name)) {
      throw new BadToken("is of another type");
    }
  }

  private void checkClaims(Map<String, Object> claims) throws BadToken {
    if (!issuer.equals(claims.get("iss"))) {
      throw new BadToken("is of another issuer");
    }
    List<?> audiences =
        claims.get("aud") instanceof List<?> list
            ? list
            : List.of(String.valueOf(claims.get("aud")));
    if (!audiences.contains(client)) {
      throw new BadToken("is for somebody else");
    }
    Object party = claims.get("azp");
    if (party == null ? audiences.size() > 1 : !client.equals(party)) {
      throw new BadToken("was given to somebody else");
    }
    checkTime(claims);
  }

  private void checkTime(Map<String, Object> claims) throws BadToken {
    double now = clock.millis() / 1_000.0;
    double leeway = LEEWAY.toSeconds();
    double issued = seconds(claims, "iat");
    double ends = seconds(claims, "exp");
    if (!(ends + leeway > now)) {
      throw new BadToken("is over, or says no end");
    }
    if (!(ends <= now + leeway + LONGEST_LIFE.toSeconds())) {
      throw new BadToken("ends too late");
    }
    if (!(issued <= now + leeway)) {
      throw new BadToken("is of the future, or does not say of when");
    }
    if (!(issued + leeway + OLDEST.toSeconds() > now)) {
      throw new BadToken("is too old");
    }
  }

  private static double seconds(Map<String, Object> claims, String name) {
    return claims.get(name) instanceof Number at ? at.doubleValue() : Double.NaN;
  }

  private @Nullable SigningKey key(JWSHeader header) throws InterruptedException {
    SigningKey known = find(header);
    if (known == null || source.isDue(clock.nanos())) {
      var fetched = new CountDownLatch(1);
      if (source.await(clock.nanos(), fetched::countDown)) {
        boolean _ = fetched.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      }
      known = find(header);
    }
    return known;
  }

  private @Nullable SigningKey find(JWSHeader header) {
    IssuerKeys keys = source.keys(clock.nanos());
    return keys == null ? null : keys.find(header.getKeyID(), header.getAlgorithm());
  }
}
