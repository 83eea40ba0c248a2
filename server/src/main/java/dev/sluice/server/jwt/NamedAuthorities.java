package dev.sluice.server.jwt;

import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// TLS to a server whose certificate must be of authorities that a configuration names.
public final class NamedAuthorities {
  private NamedAuthorities() {}

  /// Makes a client of HTTP/1.1 that follows no redirects.
  ///
  /// @param authorities those that it trusts alone; empty for those that the JDK trusts
  /// @param patience how long it waits for a connection
  public static HttpClient client(List<X509Certificate> authorities, Duration patience)
      throws IOException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience);
    return authorities.isEmpty()
        ? builder.build()
        : builder.sslContext(trusting(authorities)).build();
  }

  /// Makes the context of connections that trust these authorities alone.
  private static SSLContext trusting(List<X509Certificate> authorities) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("ca-" + i, authorities.get(i));
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("its authorities cannot be used: " + e.getMessage(), e);
    }
  }
}
