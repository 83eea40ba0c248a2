package dev.sluice.server.jwt;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.util.Base64URL;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.TokenForm;
import dev.sluice.server.config.IssuerConfig;
import dev.sluice.server.config.IssuerConfig.TokenCheck;
import dev.sluice.server.jwt.ClaimMapper.Mapped;
import dev.sluice.server.jwt.TokenVerdict.Accepted;
import dev.sluice.server.jwt.TokenVerdict.Refused;
import java.text.ParseException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Verifies the tokens of one or several issuers (RFC 7519, RFC 8725). Whatever costs little is
/// looked at first: form, algorithm, issuer, time, audience and key before the signature, and the
/// other claims behind it. Immutable; for the threads of the pool.
///
/// @param issuers the issuers by their `iss`
/// @param revoked identifiers of tokens that are not accepted any more: `JTI` of any issuer, or
///   `ISSUER:JTI`, or `ISSUER:SUB` for all tokens of a subject
record TokenVerifier(Map<String, Issuer> issuers, Set<String> revoked) {
  private static final int LONGEST_HEADER = 4_096;
  private static final int LONGEST_SUBJECT = 128;
  private static final Set<String> USUAL_TYPES = Set.of("jwt", "at+jwt");

  /// An issuer, with its keys.
  record Issuer(IssuerConfig config, KeySource source, ClaimMapper mapper) {}

  /// Verifies a token.
  ///
  /// @param certificate the SHA-256 of the client's certificate, as `x5t#S256` has it; null for
  ///   none
  /// @param wall milliseconds since 1970
  /// @param now the time on the clock's nanoseconds
  TokenVerdict verify(String token, @Nullable String certificate, long wall, long now) {
    if (token.length() > TokenForm.LONGEST || token.indexOf('.') > LONGEST_HEADER) {
      return new Refused(TokenFault.MALFORMED);
    }
    JWSObject jws;
    Map<String, Object> claims;
    try {
      jws = JWSObject.parse(token);
      claims = jws.getPayload().toJSONObject();
    } catch (ParseException | RuntimeException e) {
      return new Refused(isUnsigned(token) ? TokenFault.ALGORITHM : TokenFault.MALFORMED);
    }
    if (claims == null) {
      return new Refused(TokenFault.MALFORMED);
    }
    Issuer issuer = claims.get("iss") instanceof String iss ? issuers.get(iss) : null;
    if (issuer == null) {
      return new Refused(TokenFault.ISSUER);
    }
    return verify(new Parsed(jws, claims, issuer), certificate, wall, now);
  }

  /// Whether a token that cannot be read says that it has no signature.
  private static boolean isUnsigned(String token) {
    String head = new Base64URL(token.substring(0, token.indexOf('.'))).decodeToString();
    return head.toLowerCase(Locale.ROOT).replace(" ", "").contains("\"alg\":\"none\"");
  }

  private record Parsed(JWSObject jws, Map<String, Object> claims, Issuer issuer) {
    /// The refusal of a token of which nothing is certain, not even whom it is of.
    Refused unproven(TokenFault fault) {
      return new Refused(fault, issuer.config().name(), "");
    }

    /// The refusal of a token whose signature is good.
    Refused refused(TokenFault fault) {
      return new Refused(fault, issuer.config().name(), subject());
    }

    /// Whom the token is of, for the audit log.
    private String subject() {
      String said = claims.get("sub") instanceof String sub ? sub : "";
      return said.substring(0, Math.min(LONGEST_SUBJECT, said.length()));
    }

    TokenCheck check() {
      return issuer.config().check();
    }
  }

  private TokenVerdict verify(Parsed token, @Nullable String certificate, long wall, long now) {
    JWSHeader header = token.jws().getHeader();
    TokenFault fault = ofHeader(header, token.check());
    TokenFault early = fault == null ? ofTimeAndAudience(token, wall) : fault;
    if (early != null) {
      return token.unproven(early);
    }
    KeySource source = token.issuer().source();
    IssuerKeys keys = source.keys(now);
    SigningKey key = keys == null ? null : keys.find(header.getKeyID(), header.getAlgorithm());
    if (key == null) {
      return new TokenVerdict.NeedsKeys(source, token.issuer().config().name(), keys != null);
    }
    JWSObject jws = token.jws();
    if (!key.verifies(header, jws.getSigningInput(), jws.getSignature())) {
      return token.unproven(TokenFault.SIGNATURE);
    }
    TokenFault late = ofClaims(token, certificate);
    var signed = new TokenVerdict.Signed(source, header.getKeyID(), header.getAlgorithm(), key);
    return late == null ? accepted(token, signed, wall) : token.refused(late);
  }

  private static @Nullable TokenFault ofHeader(JWSHeader header, TokenCheck check) {
    JWSAlgorithm algorithm = header.getAlgorithm();
    String name = algorithm.equals(JWSAlgorithm.Ed25519) ? "EdDSA" : algorithm.getName();
    if (!check.algorithms().contains(name)) {
      return TokenFault.ALGORITHM;
    }
    Set<String> critical = header.getCriticalParams();
    if (critical != null && !critical.isEmpty()) {
      return TokenFault.CRITICAL;
    }
    return isOfType(header.getType(), check) ? null : TokenFault.TYPE;
  }

  private static boolean isOfType(@Nullable JOSEObjectType type, TokenCheck check) {
    String said = type == null ? "" : type.getType().toLowerCase(Locale.ROOT);
    String name = said.startsWith("application/") ? said.substring("application/".length()) : said;
    return check
        .type()
        .map(name::equalsIgnoreCase)
        .orElse(name.isEmpty() || USUAL_TYPES.contains(name));
  }

  private static @Nullable TokenFault ofTimeAndAudience(Parsed token, long wall) {
    Map<String, Object> claims = token.claims();
    TokenCheck check = token.check();
    TokenFault ofTime = ofTime(claims, check, wall);
    if (ofTime != null) {
      return ofTime;
    }
    return Collections.disjoint(texts(claims.get("aud")), check.audiences())
        ? TokenFault.AUDIENCE
        : null;
  }

  private @Nullable TokenFault ofClaims(Parsed token, @Nullable String certificate) {
    Map<String, Object> claims = token.claims();
    TokenCheck check = token.check();
    if (!check.clients().isEmpty() && !check.clients().contains(givenTo(claims))) {
      return TokenFault.CLIENT;
    }
    if (!isBoundWell(claims.get("cnf"), check.bound(), certificate)) {
      return TokenFault.UNBOUND;
    }
    return isRevoked(claims, token.issuer().config().name()) ? TokenFault.REVOKED : null;
  }

  private boolean isRevoked(Map<String, Object> claims, String issuer) {
    boolean token =
        claims.get("jti") instanceof String id
            && (revoked.contains(id) || revoked.contains(issuer + ":" + id));
    return token
        || (claims.get("sub") instanceof String sub && revoked.contains(issuer + ":" + sub));
  }

  private static @Nullable TokenFault ofTime(
      Map<String, Object> claims, TokenCheck check, long wall) {
    if (!(claims.get("exp") instanceof Number exp)) {
      return TokenFault.NO_EXPIRY;
    }
    double now = wall / 1_000.0;
    double leeway = check.leeway().toSeconds();
    double ends = exp.doubleValue();
    if (!(ends + leeway > now)) {
      return TokenFault.EXPIRED;
    }
    if (begins(claims, "nbf") > now + leeway || begins(claims, "iat") > now + leeway) {
      return TokenFault.NOT_YET;
    }
    return ends > now + leeway + check.maxLife().toSeconds() ? TokenFault.TOO_LONG : null;
  }

  /// When a token begins to hold, by one of its claims; a claim that is no number counts as never.
  private static double begins(Map<String, Object> claims, String name) {
    return switch (claims.get(name)) {
      case null -> Double.NEGATIVE_INFINITY;
      case Number at -> at.doubleValue();
      default -> Double.POSITIVE_INFINITY;
    };
  }

  private static List<String> texts(@Nullable Object claim) {
    return switch (claim) {
      case String one -> List.of(one);
      case List<?> list ->
          list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
      case null, default -> List.of();
    };
  }

  /// The client that a token was given to: `azp` of OpenID Connect, `client_id` of RFC 9068,
  /// `appid` of older tokens of Entra; empty for none.
  private static String givenTo(Map<String, Object> claims) {
    for (String name : List.of("azp", "client_id", "appid")) {
      if (claims.get(name) instanceof String client) {
        return client;
      }
    }
    return "";
  }

  /// Whether a token comes over the connection that it is bound to. One that is bound in a way that
  /// cannot be looked at here, by DPoP, is bound to nothing that is here.
  private static boolean isBoundWell(
      @Nullable Object confirmation, boolean must, @Nullable String certificate) {
    if (confirmation == null) {
      return !must;
    }
    return confirmation instanceof Map<?, ?> map
        && map.size() == 1
        && map.get("x5t#S256") instanceof String bound
        && bound.equals(certificate);
  }

  private static TokenVerdict accepted(Parsed token, TokenVerdict.Signed signed, long wall) {
    if (!(token.issuer().mapper().map(token.claims()) instanceof Mapped.Caller(Client client))) {
      return token.refused(TokenFault.UNMAPPED);
    }
    double ends = token.claims().get("exp") instanceof Number exp ? exp.doubleValue() : 0;
    long until = (long) (ends * 1_000) + token.check().leeway().toMillis();
    String bound =
        token.claims().get("cnf") instanceof Map<?, ?> map
                && map.get("x5t#S256") instanceof String x
            ? x
            : null;
    String issuer = token.issuer().config().name();
    return new Accepted(client, issuer, Math.max(until, wall), bound, signed);
  }
}
