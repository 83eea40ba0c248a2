package dev.sluice.server.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;

/// A certificate that a listener shows, with its issuers and its private key.
///
/// @param files where it was read from
/// @param names the names for which it is shown; none where the certificate has none
/// @param chain the certificate, and its issuers in their order
/// @param key its private key
public record ServerIdentity(
    Files files, List<String> names, List<X509Certificate> chain, PrivateKey key) {
  private static final int DNS = 2;
  private static final String CERT = "cert";
  private static final Set<String> FOR_SERVERS = Set.of("1.3.6.1.5.5.7.3.1", "2.5.29.37.0");

  /// The files of an identity as a configuration names them.
  ///
  /// @param cert the certificate and its issuers
  /// @param key its private key
  /// @param names for which names it is shown; none for those that the certificate has
  public record Files(Path cert, Path key, List<String> names) {
    public Files {
      names = names.stream().map(HostNames::plain).toList();
    }

    /// Whether a text may be one of the names.
    public static boolean isName(String text) {
      return HostNames.isName(text);
    }
  }

  public ServerIdentity {
    names = List.copyOf(names);
    chain = List.copyOf(chain);
  }

  /// Reads and checks it.
  ///
  /// @throws BadTlsFile if it could not be shown to a client
  public static ServerIdentity read(Files files, Instant now) throws BadTlsFile {
    PemFile cert = new PemFile(CERT, files.cert());
    List<X509Certificate> chain = cert.certificates();
    checkChain(cert, chain);
    for (X509Certificate one : chain) {
      checkTime(cert, one, now);
    }
    checkPurpose(cert, chain.getFirst());
    List<String> own = names(chain.getFirst());
    for (String name : files.names()) {
      checkName(cert, name, own);
    }
    PrivateKey key = new PemFile("key", files.key()).privateKey(chain.getFirst().getPublicKey());
    return new ServerIdentity(files, files.names().isEmpty() ? own : files.names(), chain, key);
  }

  /// Each certificate must have been signed by the next one: a client that does not know the
  /// issuers has no other way to find them.
  private static void checkChain(PemFile file, List<X509Certificate> chain) throws BadTlsFile {
    for (int i = 1; i < chain.size(); i++) {
      if (!isSigned(chain.get(i - 1), chain.get(i))) {
        throw file.bad(
            "its certificate %d was not issued by certificate %d: ".formatted(i, i + 1)
                + "put the server's own first, then each issuer behind what it has issued, and"
                + " nothing else");
      }
    }
  }

  static boolean isSigned(X509Certificate one, X509Certificate by) {
    try {
      one.verify(by.getPublicKey());
      return one.getIssuerX500Principal().equals(by.getSubjectX500Principal());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// Checks that a certificate of a file may be used now.
  static void checkTime(PemFile file, X509Certificate one, Instant now) throws BadTlsFile {
    try {
      one.checkValidity(Date.from(now));
    } catch (CertificateExpiredException e) {
      throw file.bad(
          "its certificate has expired on %s: renew it".formatted(one.getNotAfter().toInstant()));
    } catch (CertificateNotYetValidException e) {
      throw file.bad(
          "its certificate holds from %s on: wait, or set this machine's clock"
              .formatted(one.getNotBefore().toInstant()));
    }
  }

  private static void checkPurpose(PemFile file, X509Certificate one) throws BadTlsFile {
    try {
      List<String> purposes = one.getExtendedKeyUsage();
      if (purposes != null && purposes.stream().noneMatch(FOR_SERVERS::contains)) {
        throw file.bad("its certificate is not for servers: have one made with serverAuth");
      }
    } catch (CertificateParsingException e) {
      throw file.bad("its certificate is damaged: write the file anew");
    }
  }

  private static void checkName(PemFile file, String name, List<String> own) throws BadTlsFile {
    if (own.stream().noneMatch(has -> HostNames.covers(has, name))) {
      throw file.bad(
          "its certificate is not for %s, but for %s: have one made for it, or correct names"
              .formatted(name, own.isEmpty() ? "no name" : String.join(", ", own)));
    }
  }

  private static List<String> names(X509Certificate of) {
    try {
      Collection<List<?>> names = of.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> name.getFirst().equals(DNS))
              .map(name -> HostNames.plain(String.valueOf(name.get(1))))
              .filter(HostNames::isName)
              .distinct()
              .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  /// What it is called: its first name, or its subject where it has none.
  public String name() {
    return names.isEmpty()
        ? chain.getFirst().getSubjectX500Principal().getName()
        : names.getFirst();
  }

  /// When the first of its certificates ends.
  public Instant ends() {
    return chain.stream()
        .map(one -> one.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /// Shows the names, and nothing of the key.
  @Override
  public String toString() {
    return "ServerIdentity[" + name() + "]";
  }
}
