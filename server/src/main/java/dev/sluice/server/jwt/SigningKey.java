package dev.sluice.server.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A public key of an issuer, ready to verify. Safe for any thread.
final class SigningKey {
  private static final int LEAST_RSA = 2_048;
  private static final Set<JWSAlgorithm> RSA =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512);
  private static final Map<Curve, JWSAlgorithm> CURVES =
      Map.of(
          Curve.P_256, JWSAlgorithm.ES256,
          Curve.P_384, JWSAlgorithm.ES384,
          Curve.P_521, JWSAlgorithm.ES512);

  private final @Nullable String id;

  /// The SHA-256 of the key (RFC 7638).
  private final String thumbprint;

  private final Set<JWSAlgorithm> algorithms;
  private final Check check;

  /// Checks a signature.
  @FunctionalInterface
  private interface Check {
    boolean of(JWSHeader header, byte[] signed, Base64URL signature)
        throws JOSEException, GeneralSecurityException;
  }

  private SigningKey(
      @Nullable String id, String thumbprint, Set<JWSAlgorithm> algorithms, Check check) {
    this.id = id;
    this.thumbprint = thumbprint;
    this.algorithms = algorithms;
    this.check = check;
  }

  /// Makes a key ready; null for one that signs nothing here: for encryption, symmetric, short, or
  /// on another curve.
  static @Nullable SigningKey of(JWK key) throws JOSEException, GeneralSecurityException {
    boolean otherUse = key.getKeyUse() != null && !KeyUse.SIGNATURE.equals(key.getKeyUse());
    Set<KeyOperation> operations = key.getKeyOperations();
    boolean otherOperation = operations != null && !operations.contains(KeyOperation.VERIFY);
    if (otherUse || otherOperation) {
      return null;
    }
    Set<JWSAlgorithm> possible = possible(key);
    Set<JWSAlgorithm> said = key.getAlgorithm() == null ? possible : said(key, possible);
    return said.isEmpty()
        ? null
        : new SigningKey(key.getKeyID(), key.computeThumbprint().toString(), said, check(key));
  }

  /// What a key says that it is for. Ed25519 (RFC 9864) is another name of the only EdDSA here.
  private static Set<JWSAlgorithm> said(JWK key, Set<JWSAlgorithm> possible) {
    var said = JWSAlgorithm.parse(key.getAlgorithm().getName());
    if (!possible.contains(said)) {
      return Set.of();
    }
    return key instanceof OctetKeyPair ? possible : Set.of(said);
  }

  private static Set<JWSAlgorithm> possible(JWK key) {
    return switch (key) {
      case RSAKey rsa when rsa.size() >= LEAST_RSA -> RSA;
      case ECKey ec when CURVES.containsKey(ec.getCurve()) -> Set.of(CURVES.get(ec.getCurve()));
      case OctetKeyPair pair when pair.getCurve().equals(Curve.Ed25519) ->
          Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);
      default -> Set.of();
    };
  }

  private static Check check(JWK key) throws JOSEException, GeneralSecurityException {
    return switch (key) {
      case RSAKey rsa -> new RSASSAVerifier(rsa.toRSAPublicKey())::verify;
      case ECKey ec -> new ECDSAVerifier(ec.toECPublicKey())::verify;
      case OctetKeyPair pair -> new Ed25519Check(pair.getDecodedX())::of;
      default -> throw new IllegalArgumentException("no such key: " + key.getKeyType());
    };
  }

  @Nullable String id() {
    return id;
  }

  /// Whether this is a key, fetched another time.
  boolean isSame(SigningKey other) {
    return thumbprint.equals(other.thumbprint);
  }

  boolean can(JWSAlgorithm algorithm) {
    return algorithms.contains(algorithm);
  }

  boolean verifies(JWSHeader header, byte[] signed, Base64URL signature) {
    try {
      return check.of(header, signed, signature);
    } catch (JOSEException | GeneralSecurityException e) {
      return false;
    }
  }
}
