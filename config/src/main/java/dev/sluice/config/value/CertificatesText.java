package dev.sluice.config.value;

import dev.sluice.config.pem.PemText;
import java.security.cert.X509Certificate;
import java.util.List;

/// The type of the text of a file of certificates, in PEM.
public final class CertificatesText implements Type<List<X509Certificate>> {
  private final String otherwise;

  /// @param otherwise what the value may be besides, for messages: `, or system`
  public CertificatesText(String otherwise) {
    this.otherwise = otherwise;
  }

  @Override
  public List<X509Certificate> read(String text) throws ConfigProblem {
    return PemValue.read(text, otherwise, PemText::certificates);
  }

  @Override
  public String show(String raw) {
    return Credential.shown(raw);
  }
}
