package dev.sluice.server.config.reader;

import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.PlainName;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.tls.BadTlsFile;
import dev.sluice.server.tls.ClientName;
import dev.sluice.server.tls.ClientTrust;
import dev.sluice.server.tls.ClientTrust.NamedKey;
import dev.sluice.server.tls.ListenerTls;
import dev.sluice.server.tls.ServerIdentity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The reader of `server.tls` and `admin.tls`. The files are read and checked with it, so that what
/// is wrong with them is told with its place in the configuration.
final class TlsReader {
  private static final String TLS = "tls";
  private static final String KEYS = "keys";
  private static final Type<String> HOST = TlsReader::host;
  private static final Type<ClientName> SAN = TlsReader::san;
  private static final int LONGEST_SAN = 512;

  /// The keys that certificates of clients may stand for.
  ///
  /// @param names those of the configuration
  /// @param stored whether there are keys in a store, too
  private record Known(Set<String> names, boolean stored) {
    String key(String text) throws ConfigProblem {
      int slash = text.indexOf('/');
      boolean named =
          slash < 0
              ? names.contains(text)
              : stored
                  && PlainName.is(text.substring(0, slash))
                  && PlainName.is(text.substring(slash + 1));
      if (!named) {
        throw new ConfigProblem(
            "must be the name of a key of server.keys"
                + (stored ? ", or TEAM/NAME of one of the store" : ""));
      }
      return text;
    }
  }

  private TlsReader() {}

  /// Reads the TLS of the clients' listener.
  ///
  /// @param keys the keys of the configuration
  /// @param stored whether there are keys in a store, too
  static Optional<ListenerTls> read(Section server, List<ClientKey> keys, boolean stored) {
    Set<String> names = new HashSet<>(keys.stream().map(key -> key.client().name()).toList());
    return read(server, Optional.of(new Known(names, stored)));
  }

  /// Reads the TLS of the admin listener, whose tokens no certificate stands for.
  static Optional<ListenerTls> read(Section admin) {
    return read(admin, Optional.empty());
  }

  private static Optional<ListenerTls> read(Section listener, Optional<Known> known) {
    return listener.has(TLS) ? listener.in(TLS, in -> tls(in, known)) : Optional.empty();
  }

  private static Optional<ListenerTls> tls(Section in, Optional<Known> known) {
    Instant now = Instant.now();
    List<ServerIdentity> certificates =
        in.each("certificates", certificate -> identity(certificate, now));
    Optional<ClientTrust> clients =
        in.has("clients") ? in.in("clients", of -> trust(of, known, now)) : Optional.empty();
    if (!in.has("certificates")) {
      in.fail("has no certificates: add `certificates: [{cert: FILE, key: FILE}]`");
    }
    return certificates.isEmpty()
        ? Optional.empty()
        : Optional.of(new ListenerTls(certificates, clients));
  }

  private static Optional<ServerIdentity> identity(Section in, Instant now) {
    Optional<Path> cert = file(in, "cert", "the certificate and its issuers");
    Optional<Path> key = file(in, "key", "its private key");
    List<String> names = in.list("names", HOST);
    if (cert.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    try {
      var files = new ServerIdentity.Files(cert.get(), key.get(), names);
      return Optional.of(ServerIdentity.read(files, now));
    } catch (BadTlsFile e) {
      in.fail(e.key(), e.what());
      return Optional.empty();
    }
  }

  private static Optional<ClientTrust> trust(Section in, Optional<Known> known, Instant now) {
    Optional<Path> ca = file(in, "ca", "the authorities that have issued clients' certificates");
    Optional<Path> revoked = in.file("revoked");
    boolean required = in.get("require", Types.BOOLEAN, true);
    Set<ClientName> before = new HashSet<>();
    List<NamedKey> keys =
        known.map(of -> in.each(KEYS, key -> key(key, of, before))).orElse(List.of());
    if (ca.isEmpty()) {
      return Optional.empty();
    }
    try {
      var files = new ClientTrust.Files(ca.get(), revoked);
      return Optional.of(ClientTrust.read(files, required, keys, now));
    } catch (BadTlsFile e) {
      in.fail(e.key(), e.what());
      return Optional.empty();
    }
  }

  private static Optional<NamedKey> key(Section in, Known known, Set<ClientName> before) {
    Optional<ClientName> san = in.need("san", SAN, "add `san: NAME`, a name of the certificate");
    Optional<String> key = in.need("key", known::key, "add `key: NAME`, the key it stands for");
    if (san.isPresent() && !before.add(san.get())) {
      in.fail("san", "must be another than those before it");
    }
    return san.flatMap(name -> key.map(of -> new NamedKey(name, of)));
  }

  private static Optional<Path> file(Section in, String key, String what) {
    if (!in.has(key)) {
      in.fail("has no " + key + ": add `" + key + ": FILE`, " + what + " as PEM");
    }
    return in.file(key);
  }

  private static String host(String text) throws ConfigProblem {
    if (!ServerIdentity.Files.isName(text)) {
      throw new ConfigProblem("must be a host's name such as api.example.com or *.example.com");
    }
    return text;
  }

  private static ClientName san(String text) throws ConfigProblem {
    boolean visible = text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (text.isEmpty() || text.length() > LONGEST_SAN || !visible || text.indexOf('*') >= 0) {
      throw new ConfigProblem(
          "must be one name of a certificate: a host, an e-mail address, or a URI such as"
              + " spiffe://example.com/search");
    }
    return ClientName.of(text);
  }
}
