package dev.sluice.config.value;

import dev.sluice.config.pem.PemText;
import java.security.cert.X509Certificate;
import java.util.List;

/// The type of the text of a file of certificates, in PEM.
///
/// @param otherwise what the value may be besides, for messages: `, or system`
public record CertificatesText(String otherwise) implements HiddenType<List<X509Certificate>> {
  @Override
  public List<X509Certificate> read(String text) throws ConfigProblem {
    return PemValue.read(text, otherwise, PemText::certificates);
  }
}
