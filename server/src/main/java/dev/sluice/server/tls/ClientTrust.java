package dev.sluice.server.tls;

import dev.sluice.call.text.Printable;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The certificates of clients that a listener accepts.
///
/// @param files where the lists were read from
/// @param required whether a client must show one
/// @param keys which names of clients stand for keys; of several that a certificate has, the first
///   here counts
/// @param authorities who has issued the certificates that are accepted
/// @param revoked the lists of those that are not
public record ClientTrust(
    Files files,
    boolean required,
    List<NamedKey> keys,
    List<X509Certificate> authorities,
    List<X509CRL> revoked) {

  /// The files as a configuration names them.
  ///
  /// @param ca certificates of authorities
  /// @param revoked revocation lists of these authorities
  public record Files(Path ca, Optional<Path> revoked) {}

  /// A name of clients that stands for a key.
  ///
  /// @param key the name of a key of the configuration, or `TEAM/NAME` of one of a store
  public record NamedKey(ClientName san, String key) {}

  public ClientTrust {
    keys = List.copyOf(keys);
    authorities = List.copyOf(authorities);
    revoked = List.copyOf(revoked);
  }

  /// Reads and checks the lists.
  ///
  /// @throws BadTlsFile if one is damaged, out of date or another authority's, or if an authority
  ///   is revoked: nothing that it has issued may be accepted, and nobody looks at it again once it
  ///   is trusted
  public static ClientTrust read(Files files, boolean required, List<NamedKey> keys, Instant now)
      throws BadTlsFile {
    PemFile ca = new PemFile("ca", files.ca());
    List<X509Certificate> authorities = ca.certificates();
    for (X509Certificate one : authorities) {
      ServerIdentity.checkTime(ca, one, now);
      if (one.getBasicConstraints() < 0) {
        throw ca.bad("one of its certificates is no authority's: put those there that have issued");
      }
    }
    List<X509CRL> revoked =
        files.revoked().isEmpty() ? List.of() : revoked(files.revoked().get(), authorities, now);
    ClientTrust trust = new ClientTrust(files, required, keys, authorities, revoked);
    for (X509Certificate one : authorities) {
      if (trust.isRevoked(one)) {
        throw ca.bad(
            "its authority %s is revoked: remove it from ca"
                .formatted(Printable.line(one.getSubjectX500Principal().getName(), ' ')));
      }
    }
    return trust;
  }

  private static List<X509CRL> revoked(Path path, List<X509Certificate> authorities, Instant now)
      throws BadTlsFile {
    PemFile file = new PemFile("revoked", path);
    List<X509CRL> lists = file.revocationLists();
    for (X509CRL list : lists) {
      if (authorities.stream().noneMatch(authority -> isSigned(list, authority))) {
        throw file.bad("a list was signed by none of the authorities in ca: add that one there");
      }
      if (list.getNextUpdate() != null && list.getNextUpdate().toInstant().isBefore(now)) {
        throw file.bad(
            "a list was to be replaced by %s: fetch the next one"
                .formatted(list.getNextUpdate().toInstant()));
      }
    }
    return lists;
  }

  private static boolean isSigned(X509CRL list, X509Certificate by) {
    try {
      list.verify(by.getPublicKey());
      return list.getIssuerX500Principal().equals(by.getSubjectX500Principal());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// Whether a certificate is on a list of those that are not accepted any more.
  boolean isRevoked(X509Certificate one) {
    return revoked.stream().anyMatch(list -> list.getRevokedCertificate(one) != null);
  }

  /// The key that a certificate which is accepted stands for; empty for none.
  Optional<String> keyOf(X509Certificate certificate) {
    List<ClientName> names = ClientName.of(certificate);
    return keys.stream()
        .filter(named -> names.contains(named.san()))
        .map(NamedKey::key)
        .findFirst();
  }
}
