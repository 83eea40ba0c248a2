package dev.sluice.config.provider;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/// A certificate by which a provider knows the gateway (mutual TLS).
///
/// @param chain the certificate first, then those that vouch for it
/// @param key the certificate's private key
public record ClientCertificate(List<X509Certificate> chain, PrivateKey key) {
  private static final byte[] PROBE = {1, 2, 3};

  public ClientCertificate {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("the chain of a client certificate is empty");
    }
    if (!fits(chain.getFirst(), key)) {
      throw new IllegalArgumentException("the private key is not that of the client certificate");
    }
  }

  /// Whether a certificate proves true what a key has signed.
  private static boolean fits(X509Certificate certificate, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(algorithm(key.getAlgorithm()));
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // keys of two kinds
    }
  }

  private static String algorithm(String key) {
    return switch (key) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key;
    };
  }

  /// Shows whose certificate it is, and nothing of its key.
  @Override
  public String toString() {
    return chain.getFirst().getSubjectX500Principal().getName();
  }
}
