package dev.sluice.provider.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.config.provider.ClientCertificate;
import dev.sluice.config.provider.EntraAuth;
import dev.sluice.config.provider.EntraAuth.App;
import dev.sluice.config.provider.EntraAuth.Certificate;
import dev.sluice.config.provider.EntraAuth.ClientSecret;
import dev.sluice.config.provider.EntraAuth.Federated;
import dev.sluice.config.provider.EntraAuth.Managed;
import dev.sluice.provider.auth.SignedJwt.Algorithm;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// The source of the tokens of Microsoft Entra ID that requests bear. Immutable.
///
/// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
final class EntraCredentials implements CredentialSource<AccessToken> {
  private static final String WHAT = "Entra's token endpoint";
  private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final Duration LIFE = Duration.ofMinutes(10);

  private final EntraAuth auth;

  EntraCredentials(EntraAuth auth) {
    this.auth = auth;
  }

  @Override
  public Issued<AccessToken> fetch(CredentialIo io)
      throws CredentialException, InterruptedException {
    return AccessToken.of(token(io));
  }

  /// Returns a token as a text, which may be the proof for another exchange.
  Issued<String> token(CredentialIo io) throws CredentialException, InterruptedException {
    return switch (auth.source()) {
      case Managed managed -> ManagedIdentity.token(managed, auth.resource(), io);
      case App app -> token(app, io);
    };
  }

  private Issued<String> token(App app, CredentialIo io)
      throws CredentialException, InterruptedException {
    URI url = app.authority().resolve("/" + app.tenant() + "/oauth2/v2.0/token");
    Map<String, String> fields =
        TokenRequest.fields(
            "grant_type", "client_credentials", "client_id", app.client(), "scope", auth.scope());
    switch (app.proof()) {
      case ClientSecret secret -> fields.put("client_secret", secret.secret().reveal());
      case Federated federated -> asserted(fields, io.token(federated.file()));
      case Certificate certificate ->
          asserted(fields, assertion(certificate.certificate(), app, url, io));
    }
    return io.send(TokenRequest.form(url, fields)).token(WHAT, io.now());
  }

  private static void asserted(Map<String, String> fields, String assertion) {
    fields.put("client_assertion_type", ASSERTION);
    fields.put("client_assertion", assertion);
  }

  private static String assertion(ClientCertificate own, App app, URI url, CredentialIo io)
      throws CredentialException, InterruptedException {
    Instant now = io.now();
    Map<String, Object> claims = new HashMap<>();
    claims.put("aud", url.toString());
    claims.put("iss", app.client());
    claims.put("sub", app.client());
    claims.put("jti", id(app, now));
    claims.put("nbf", now.getEpochSecond());
    claims.put("exp", now.plus(LIFE).getEpochSecond());
    Map<String, String> head = Map.of("x5t#S256", thumbprint(own));
    return io.apart(() -> SignedJwt.of(Algorithm.PS256, head, claims, own.key()));
  }

  /// An id that no other assertion of the client has: of the instant to the nanosecond.
  private static String id(App app, Instant now) {
    return UUID.nameUUIDFromBytes((app.client() + now).getBytes(UTF_8)).toString();
  }

  private static String thumbprint(ClientCertificate own) throws CredentialException {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(own.chain().getFirst().getEncoded());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw CredentialException.refused("the certificate for Entra cannot be encoded");
    }
  }
}
