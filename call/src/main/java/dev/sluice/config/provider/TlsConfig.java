package dev.sluice.config.provider;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// What TLS with one provider trusts and shows. Two of the same content are equal, so that
/// connections stay where a reload has brought the same files again. Immutable.
///
/// What TLS needs is made with the configuration rather than at the first connection, since it
/// takes up to a tenth of a second, and since material that cannot be used is to be told there.
public final class TlsConfig {
  private final List<X509Certificate> authorities;
  private final boolean systemTrusted;
  private final Optional<ClientCertificate> certificate;
  private final Version least;
  private final SSLContext context;

  /// The context that shows no certificate.
  private final SSLContext anonymous;

  // Pools are found by it at each call.
  private final int hash;

  /// The versions of TLS that may be spoken.
  public enum Version {
    TLS_1_2("1.2"),
    TLS_1_3("1.3");

    private final String text;

    Version(String text) {
      this.text = text;
    }

    /// The version as people write it: `1.2`.
    public String text() {
      return text;
    }

    /// The names of this version and of those after it.
    private String[] andNewer() {
      return switch (this) {
        case TLS_1_2 -> new String[] {"TLSv1.3", "TLSv1.2"};
        case TLS_1_3 -> new String[] {"TLSv1.3"};
      };
    }
  }

  /// @param authorities the certificates that a provider's certificate may be signed by
  /// @param systemTrusted whether the JDK's certificates are trusted too
  /// @param certificate what the provider is shown when it asks, and no proxy ever is
  /// @param least the oldest version that is spoken
  /// @throws IllegalArgumentException if nothing is trusted, or the JDK cannot use a part
  public TlsConfig(
      List<X509Certificate> authorities,
      boolean systemTrusted,
      Optional<ClientCertificate> certificate,
      Version least) {
    if (authorities.isEmpty() && !systemTrusted) {
      throw new IllegalArgumentException("TLS trusts no certificate: name one, or the system's");
    }
    this.authorities = List.copyOf(authorities);
    this.systemTrusted = systemTrusted;
    this.certificate = certificate;
    this.least = least;
    try {
      TrustManager[] trust = trust();
      context = context(certificate.isPresent() ? keys(certificate.get()) : null, trust);
      anonymous = certificate.isPresent() ? context(null, trust) : context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("the JDK cannot use the certificates or the key", e);
    }
    hash = Objects.hash(this.authorities, systemTrusted, certificate, least);
  }

  /// The certificates that are trusted besides the system's.
  public List<X509Certificate> authorities() {
    return authorities;
  }

  /// Whether the JDK's certificates are trusted.
  public boolean systemTrusted() {
    return systemTrusted;
  }

  /// The certificate that the provider is shown.
  public Optional<ClientCertificate> certificate() {
    return certificate;
  }

  /// The oldest version that is spoken.
  public Version least() {
    return least;
  }

  /// What a client of the JDK's needs that has connections of its own.
  public SSLContext context() {
    return context;
  }

  /// The versions that such a client may speak.
  public SSLParameters parameters() {
    SSLParameters parameters = context.getDefaultSSLParameters();
    parameters.setProtocols(least.andNewer());
    return parameters;
  }

  /// An engine for one connection to a provider, whose name it verifies and sends along (SNI).
  public SSLEngine engine(String host, int port) {
    return engine(context, host, port);
  }

  /// An engine for one connection to a proxy, as [#engine], but without the certificate.
  public SSLEngine proxyEngine(String host, int port) {
    return engine(anonymous, host, port);
  }

  private SSLEngine engine(SSLContext of, String host, int port) {
    SSLEngine engine = of.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(least.andNewer());
    engine.setSSLParameters(parameters);
    return engine;
  }

  private static SSLContext context(KeyManager @Nullable [] keys, TrustManager[] trust)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust, null);
    return context;
  }

  private TrustManager[] trust() throws GeneralSecurityException, IOException {
    if (authorities.isEmpty()) {
      return managers(null);
    }
    KeyStore store = emptyStore();
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("own" + i, authorities.get(i));
    }
    if (systemTrusted) {
      List<X509Certificate> system =
          Arrays.stream(managers(null))
              .filter(X509TrustManager.class::isInstance)
              .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
              .toList();
      for (int i = 0; i < system.size(); i++) {
        store.setCertificateEntry("system" + i, system.get(i));
      }
    }
    return managers(store);
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager[] keys(ClientCertificate certificate)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    X509Certificate[] chain = certificate.chain().toArray(X509Certificate[]::new);
    store.setKeyEntry("client", certificate.key(), new char[0], chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof TlsConfig o
            && hash == o.hash
            && systemTrusted == o.systemTrusted
            && least == o.least
            && authorities.equals(o.authorities)
            && certificate.equals(o.certificate));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /// Shows what is trusted and shown, and nothing of a key.
  @Override
  public String toString() {
    String own = authorities.size() + " of its own";
    return "TLS %s or newer, trusts %s%s"
        .formatted(
            least.text,
            authorities.isEmpty() ? "the system's" : systemTrusted ? own + ", the system's" : own,
            certificate.map(shown -> ", shows " + shown).orElse(""));
  }
}
