package dev.sluice.server.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A name that a client's certificate has in its subject alternative names. The common name of the
/// subject does not count: certificates of several authorities may share it.
///
/// @param kind what it names
/// @param value the name; of hosts in lower case
public record ClientName(Kind kind, String value) {
  private static final Map<Integer, Kind> TYPES = Map.of(1, Kind.EMAIL, 2, Kind.DNS, 6, Kind.URI);

  /// The kind of a name.
  public enum Kind {
    URI,
    EMAIL,
    DNS
  }

  /// A name as a configuration writes it: with a scheme it is a URI, with an at-sign an e-mail
  /// address, else a host's.
  public static ClientName of(String text) {
    Kind kind = text.contains("://") ? Kind.URI : text.contains("@") ? Kind.EMAIL : Kind.DNS;
    return of(kind, text);
  }

  private static ClientName of(Kind kind, String text) {
    return new ClientName(kind, kind == Kind.DNS ? HostNames.plain(text) : text);
  }

  /// The names of a certificate; none where they cannot be read.
  static List<ClientName> of(X509Certificate certificate) {
    List<ClientName> names = new ArrayList<>();
    for (List<?> name : alternatives(certificate)) {
      Kind kind = kind(name);
      if (kind != null) {
        names.add(of(kind, String.valueOf(name.get(1))));
      }
    }
    return names;
  }

  private static @Nullable Kind kind(List<?> name) {
    return name.getFirst() instanceof Integer type ? TYPES.get(type) : null;
  }

  private static Collection<List<?>> alternatives(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  /// Whether all characters can be seen. A NUL within a name is how one is made to look like a
  /// shorter one.
  boolean isVisible() {
    return value.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
