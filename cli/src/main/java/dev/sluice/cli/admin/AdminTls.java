package dev.sluice.cli.admin;

import dev.sluice.cli.console.CannotStart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/// The TLS of commands that ask a gateway: the authorities that Java trusts, or those of the file
/// that `SLUICE_ADMIN_CA` names.
///
/// @param named the authorities of that file; empty where none is named
public record AdminTls(Optional<SSLContext> named) {
  /// The variable that names a file of authorities.
  public static final String VARIABLE = "SLUICE_ADMIN_CA";

  /// Reads the file, if one is named.
  ///
  /// @throws CannotStart if it has no certificates
  public static AdminTls of(Map<String, String> env) throws CannotStart {
    String file = env.getOrDefault(VARIABLE, "");
    if (file.isBlank()) {
      return new AdminTls(Optional.empty());
    }
    try {
      return new AdminTls(Optional.of(trusting(Files.readAllBytes(Path.of(file)))));
    } catch (IOException | InvalidPathException | GeneralSecurityException e) {
      throw new CannotStart(
          VARIABLE + " must name a PEM file of certificates that can be read; it is " + file);
    }
  }

  private static SSLContext trusting(byte[] pem) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    var in = new ByteArrayInputStream(pem);
    for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
      store.setCertificateEntry("ca-" + store.size(), one);
    }
    if (store.size() == 0) {
      throw new GeneralSecurityException("no certificates");
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /// A client to be built.
  public HttpClient.Builder client() {
    HttpClient.Builder client = HttpClient.newBuilder();
    named.ifPresent(client::sslContext);
    return client;
  }

  /// The error of a listener that did not answer.
  public static CannotStart unanswered(URI base, Exception why) {
    return why instanceof SSLException
        ? new CannotStart(
            ("the certificate of %s is not trusted: name the listener as its certificate does,"
                    + " with --url https://HOST:PORT, and its authority, the path of a PEM file, in %s")
                .formatted(base, VARIABLE))
        : new CannotStart("no gateway answers at " + base + ": " + AdminUrl.REMEDY);
  }
}
