package dev.sluice.provider.auth;

import dev.sluice.dialect.json.JsonNode;
import dev.sluice.provider.auth.SignedJwt.Algorithm;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/// The key of a service account of Google's: it signs an assertion that is exchanged for a token
/// (RFC 7523), or a token itself. Pure functions but for what they are given.
///
/// https://developers.google.com/identity/protocols/oauth2/service-account
final class ServiceAccount {
  private static final String WHAT = "the service account's file";
  private static final Duration LIFE = Duration.ofHours(1);

  private ServiceAccount() {}

  static Issued<String> token(JsonNode file, String scope, boolean selfSigned, CredentialIo io)
      throws CredentialException, InterruptedException {
    String endpoint = TokenAnswer.need(file, "token_uri", WHAT);
    Instant now = io.now();
    String jwt = jwt(file, scope, selfSigned ? "" : endpoint, now, io);
    if (selfSigned) {
      return new Issued<>(jwt, now.plus(LIFE));
    }
    TokenRequest request =
        TokenRequest.form(
            url(endpoint),
            TokenRequest.fields(
                "grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", jwt));
    return io.send(request).token("Google's token endpoint", now);
  }

  /// @param audience whom the assertion is for; empty for a token, which says its subject instead
  private static String jwt(
      JsonNode file, String scope, String audience, Instant now, CredentialIo io)
      throws CredentialException, InterruptedException {
    String account = TokenAnswer.need(file, "client_email", WHAT);
    PrivateKey key = key(TokenAnswer.need(file, "private_key", WHAT));
    Map<String, Object> claims = new TreeMap<>();
    claims.put("iss", account);
    claims.put("scope", scope);
    claims.put(audience.isEmpty() ? "sub" : "aud", audience.isEmpty() ? account : audience);
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(LIFE).getEpochSecond());
    Map<String, String> head = Map.of("kid", file.string("private_key_id", ""));
    return io.apart(() -> SignedJwt.of(Algorithm.RS256, head, claims, key));
  }

  private static PrivateKey key(String pem) throws CredentialException {
    try {
      String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
      byte[] der = Base64.getDecoder().decode(base64);
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw CredentialException.refused(WHAT + " has a private_key that is no RSA key (PKCS #8)");
    }
  }

  /// Returns an address that stands in a file.
  static URI url(String text) throws CredentialException {
    try {
      URI url = URI.create(text);
      if (url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      throw CredentialException.refused("an address in Google's credentials file is no URL");
    }
    throw CredentialException.refused("an address in Google's credentials file names no host");
  }
}
