package dev.sluice.server.tls;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The TLS of a listener, read from its files and checked. Two are equal where the files held the
/// same.
///
/// @param certificates which certificates it shows; the first one where a client names no host, or
///   one that none is for
/// @param clients whose certificates it accepts; empty for nobody's
public record ListenerTls(List<ServerIdentity> certificates, Optional<ClientTrust> clients) {
  public ListenerTls {
    certificates = List.copyOf(certificates);
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("TLS needs a certificate");
    }
  }

  /// The files that it was read from.
  public List<Path> files() {
    Stream<Path> pairs =
        certificates.stream().flatMap(one -> Stream.of(one.files().cert(), one.files().key()));
    Stream<Path> trusted =
        clients.stream()
            .flatMap(
                of -> Stream.concat(Stream.of(of.files().ca()), of.files().revoked().stream()));
    return Stream.concat(pairs, trusted).toList();
  }

  /// Reads the files again.
  ///
  /// @param at what the configuration calls it: `server.tls`
  /// @throws IllegalArgumentException if one is not what it must be; the message is one line
  public ListenerTls renewed(String at, Instant now) {
    List<ServerIdentity> next = new ArrayList<>();
    String place = at;
    try {
      for (ServerIdentity one : certificates) {
        place = at + ".certificates[" + next.size() + "]";
        next.add(ServerIdentity.read(one.files(), now));
      }
      place = at + ".clients";
      return new ListenerTls(next, renewedClients(now));
    } catch (BadTlsFile e) {
      throw new IllegalArgumentException(place + "." + e.key() + " " + e.what(), e);
    }
  }

  private Optional<ClientTrust> renewedClients(Instant now) throws BadTlsFile {
    if (clients.isEmpty()) {
      return Optional.empty();
    }
    ClientTrust before = clients.get();
    return Optional.of(ClientTrust.read(before.files(), before.required(), before.keys(), now));
  }
}
