package dev.sluice.server.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.sluice.testing.RsaKeys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An issuer that makes tokens and the JWKS for them. There are two for all tests of a process.
public final class TokenMaker {
  public static final String ISSUER = "https://login.example.com";

  final KeyPair rsa;
  final KeyPair ec;
  final KeyPair ed;

  /// The issuer.
  public static TokenMaker own() {
    return Own.MAKER;
  }

  /// One with other keys.
  public static TokenMaker another() {
    return Another.MAKER;
  }

  private TokenMaker(RsaKeys keys) {
    rsa = keys.pair();
    try {
      KeyPairGenerator ecKeys = KeyPairGenerator.getInstance("EC");
      ecKeys.initialize(new ECGenParameterSpec("secp256r1"));
      ec = ecKeys.generateKeyPair();
      ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The keys `rsa`, `ec` and `ed`.
  public byte[] jwks() {
    return jwks(
        List.of(
            new RSAKey.Builder((RSAPublicKey) rsa.getPublic()).keyID("rsa").build(),
            new ECKey.Builder(Curve.P_256, (ECPublicKey) ec.getPublic()).keyID("ec").build()),
        edKey());
  }

  static byte[] jwks(List<JWK> keys, String... more) {
    var all = new StringBuilder("{\"keys\":[");
    keys.forEach(key -> all.append(key.toJSONString()).append(','));
    for (String key : more) {
      all.append(key).append(',');
    }
    all.setLength(all.length() - 1);
    return all.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }

  private String edKey() {
    var point = ((EdECPublicKey) ed.getPublic()).getPoint();
    byte[] big = point.getY().toByteArray();
    byte[] x = new byte[32];
    for (int i = 0; i < Math.min(32, big.length); i++) {
      x[i] = big[big.length - 1 - i];
    }
    x[31] |= point.isXOdd() ? (byte) 0x80 : 0;
    return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"ed\",\"x\":\"%s\"}"
        .formatted(Base64URL.encode(x));
  }

  /// Claims that are in order, for the audience `sluice` and a minute.
  ///
  /// @param now milliseconds since 1970
  public static Map<String, Object> claims(long now) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", ISSUER);
    claims.put("sub", "alice");
    claims.put("aud", "sluice");
    claims.put("iat", now / 1_000);
    claims.put("exp", now / 1_000 + 60);
    claims.put("team", "search");
    return claims;
  }

  public String rs256(Map<String, Object> claims) {
    return sign(Map.of("alg", "RS256", "kid", "rsa"), claims);
  }

  /// Signs with a curve, which takes a fraction of the time that RSA does.
  public String es256(Map<String, Object> claims) {
    return sign(Map.of("alg", "ES256", "kid", "ec"), claims);
  }

  /// Signs a token.
  ///
  /// @param header with `alg`; the key is the one that is fit for it
  public String sign(Map<String, Object> header, Map<String, Object> claims) {
    return sign(JSONObjectUtils.toJSONString(header), JSONObjectUtils.toJSONString(claims));
  }

  /// A token with a signature of nobody, for tests in which nobody looks at it: one of RSA takes
  /// tens of milliseconds to make.
  static String unsigned(Map<String, Object> header, Map<String, Object> claims) {
    return String.join(
        ".",
        Base64URL.encode(JSONObjectUtils.toJSONString(header)).toString(),
        Base64URL.encode(JSONObjectUtils.toJSONString(claims)).toString(),
        Base64URL.encode(new byte[256]).toString());
  }

  String sign(String header, String payload) {
    String signed = Base64URL.encode(header) + "." + Base64URL.encode(payload);
    return signed + "." + signature(header, signed);
  }

  private Base64URL signature(String header, String signed) {
    String algorithm = header.replaceAll("(?s).*\"alg\":\"([^\"]*)\".*", "$1");
    byte[] bytes = signed.getBytes(StandardCharsets.US_ASCII);
    try {
      if (algorithm.startsWith("Ed")) {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(ed.getPrivate());
        signer.update(bytes);
        return Base64URL.encode(signer.sign());
      }
      JWSSigner signer =
          algorithm.startsWith("ES")
              ? new ECDSASigner((java.security.interfaces.ECPrivateKey) ec.getPrivate())
              : new RSASSASigner(rsa.getPrivate());
      return signer.sign(new JWSHeader(JWSAlgorithm.parse(algorithm)), bytes);
    } catch (GeneralSecurityException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The modulus of the RSA key, as an attacker knows it.
  BigInteger modulus() {
    return ((RSAPublicKey) rsa.getPublic()).getModulus();
  }

  /// Makes its keys when they are first asked for.
  private static final class Own {
    private static final TokenMaker MAKER = new TokenMaker(RsaKeys.ONE);
  }

  /// Makes its keys when they are first asked for.
  private static final class Another {
    private static final TokenMaker MAKER = new TokenMaker(RsaKeys.OTHER);
  }
}
