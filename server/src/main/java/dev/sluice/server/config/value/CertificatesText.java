package dev.sluice.server.config.value;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
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
    List<X509Certificate> certificates = new ArrayList<>();
    for (PemText.Block block : PemText.of(text, otherwise).blocks()) {
      if (!block.label().equals("CERTIFICATE")) {
        throw new ConfigProblem(
            "must hold certificates alone, and has a block " + block.label(), "take it out");
      }
      certificates.add(certificate(block.der(), certificates.size() + 1));
    }
    return certificates;
  }

  private static X509Certificate certificate(byte[] der, int number) throws ConfigProblem {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new ConfigProblem(
          "must be certificates, and number " + number + " is damaged", "write the file anew");
    }
  }

  @Override
  public String show(String raw) {
    return Credential.shown(raw);
  }
}
