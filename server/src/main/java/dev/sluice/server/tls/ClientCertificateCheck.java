package dev.sluice.server.tls;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.Certificate;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// The part of the check of a client's certificate that the JDK leaves open (RFC 5280): whether a
/// list revokes it or an issuer of it, and whether its names can be seen. Nothing is fetched for
/// it. Immutable, since the JDK makes a copy for each check.
final class ClientCertificateCheck extends PKIXCertPathChecker {
  private final ClientTrust trust;

  private ClientCertificateCheck(ClientTrust trust) {
    this.trust = trust;
  }

  /// The trust manager that accepts the certificates of these clients.
  static TrustManager manager(ClientTrust trust) {
    try {
      Set<TrustAnchor> anchors =
          trust.authorities().stream()
              .map(authority -> new TrustAnchor(authority, null))
              .collect(Collectors.toSet());
      var parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
      parameters.setRevocationEnabled(false);
      parameters.addCertPathChecker(new ClientCertificateCheck(trust));
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(new CertPathTrustManagerParameters(parameters));
      return factory.getTrustManagers()[0];
    } catch (InvalidAlgorithmParameterException e) {
      throw new IllegalArgumentException("clients' certificates need an authority", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK checks certificates by PKIX", e);
    }
  }

  @Override
  public void check(Certificate certificate, @Nullable Collection<String> unresolved)
      throws CertPathValidatorException {
    if (certificate instanceof X509Certificate one) {
      if (trust.isRevoked(one)) {
        throw new CertPathValidatorException(
            "the certificate is revoked", null, null, -1, BasicReason.REVOKED);
      }
      if (!ClientName.of(one).stream().allMatch(ClientName::isVisible)) {
        throw new CertPathValidatorException("the certificate has a name that cannot be seen");
      }
    }
  }

  @Override
  public void init(boolean forward) {}

  @Override
  public boolean isForwardCheckingSupported() {
    return true;
  }

  @Override
  public @Nullable Set<String> getSupportedExtensions() {
    return null;
  }
}
