package dev.sluice.server.jwt;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

/// Checks of signatures by Ed25519 (RFC 8032), which the JDK computes: the library wants another
/// one for it.
final class Ed25519Check {
  private static final String NAME = "Ed25519";
  private static final int LENGTH = 32;

  private final PublicKey key;

  /// @param x the public key as RFC 8032 encodes it: the y of a point, little-endian, and the sign
  ///   of its x in the last bit
  Ed25519Check(byte[] x) throws GeneralSecurityException {
    if (x.length != LENGTH) {
      throw new GeneralSecurityException("a key of Ed25519 has 32 bytes, this one " + x.length);
    }
    byte[] y = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      y[i] = x[LENGTH - 1 - i];
    }
    boolean odd = (y[0] & 0x80) != 0;
    y[0] &= 0x7f;
    var point = new EdECPoint(odd, new BigInteger(1, y));
    key =
        KeyFactory.getInstance(NAME)
            .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
  }

  boolean of(JWSHeader header, byte[] signed, Base64URL signature) throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(NAME);
    verifier.initVerify(key);
    verifier.update(signed);
    return verifier.verify(signature.decode());
  }
}
