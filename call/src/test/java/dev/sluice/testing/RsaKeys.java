package dev.sluice.testing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;

/// Keys of RSA with 2,048 bits, of primes that everybody knows: to find two of them takes the first
/// compiler, by which tests are run, a second.
public enum RsaKeys {
  ONE(105, 179),
  OTHER(105, 1397);

  private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);

  private final BigInteger p;
  private final BigInteger q;

  /// @param p how much less than 2^1024 the first prime is
  /// @param q how much less than 2^1024 the second prime is
  RsaKeys(long p, long q) {
    this.p = BigInteger.TWO.pow(1024).subtract(BigInteger.valueOf(p));
    this.q = BigInteger.TWO.pow(1024).subtract(BigInteger.valueOf(q));
  }

  /// The pair.
  public KeyPair pair() {
    BigInteger lessP = p.subtract(BigInteger.ONE);
    BigInteger lessQ = q.subtract(BigInteger.ONE);
    BigInteger modulus = p.multiply(q);
    BigInteger secret = EXPONENT.modInverse(lessP.multiply(lessQ));
    var parts =
        new RSAPrivateCrtKeySpec(
            modulus, EXPONENT, secret, p, q, secret.mod(lessP), secret.mod(lessQ), q.modInverse(p));
    try {
      KeyFactory factory = KeyFactory.getInstance("RSA");
      return new KeyPair(
          factory.generatePublic(new RSAPublicKeySpec(modulus, EXPONENT)),
          factory.generatePrivate(parts));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
