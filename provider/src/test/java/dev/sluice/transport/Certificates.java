package dev.sluice.transport;

import dev.sluice.config.provider.ClientCertificate;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Certificates by a test authority: `good` for `good.test` and 127.0.0.1, `expired`, `elsewhere`
/// for another host; and `selfsigned`, which no authority vouches for.
public final class Certificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private static @Nullable Certificates made;

  private final X509Bundle authority;
  private final Map<String, X509Bundle> others;

  private Certificates() throws Exception {
    authority = named("ca").setIsCertificateAuthority(true).buildSelfSigned();
    Instant now = Instant.now();
    CertificateBuilder expired =
        here("expired")
            .notBefore(now.minus(Duration.ofDays(20)))
            .notAfter(now.minus(Duration.ofDays(10)));
    others =
        Map.of(
            "good", here("good").buildIssuedBy(authority),
            "expired", expired.buildIssuedBy(authority),
            "elsewhere",
                named("elsewhere").addSanDnsName("elsewhere.test").buildIssuedBy(authority),
            "selfsigned", here("selfsigned").setIsCertificateAuthority(true).buildSelfSigned());
  }

  private static CertificateBuilder named(String name) {
    return new CertificateBuilder().ecp256().subject("CN=" + name);
  }

  private static CertificateBuilder here(String name) {
    return named(name).addSanDnsName("good.test").addSanIpAddress("127.0.0.1");
  }

  /// The certificates, which are made once for all tests of a process.
  public static synchronized Certificates get() throws Exception {
    Certificates all = made;
    if (all == null) {
      all = new Certificates();
      made = all;
    }
    return all;
  }

  private X509Bundle of(String alias) {
    return Objects.requireNonNull(others.get(alias));
  }

  private X509Certificate[] chain(String alias) {
    X509Bundle bundle = of(alias);
    return bundle.isSelfSigned()
        ? bundle.getCertificatePath()
        : bundle.getCertificatePathWithRoot();
  }

  /// A client that trusts the authority.
  public SslContext client() throws Exception {
    return SslContextBuilder.forClient()
        .sslProvider(SslProvider.JDK)
        .endpointIdentificationAlgorithm("HTTPS")
        .trustManager(authority())
        .build();
  }

  /// The authority's own certificate.
  public X509Certificate authority() {
    return authority.getCertificate();
  }

  /// The certificate `alias` for a client that shows it.
  public ClientCertificate shown(String alias) {
    return new ClientCertificate(List.of(chain(alias)), key(alias));
  }

  public PrivateKey key(String alias) {
    return of(alias).getKeyPair().getPrivate();
  }

  /// The listening sockets of a server that shows the certificate `alias`.
  public ServerSocketFactory server(String alias) throws Exception {
    return context(alias, null).getServerSocketFactory();
  }

  /// The listening sockets of a server that takes clients of the authority alone, and speaks TLS of
  /// this version alone.
  public ServerSocketFactory serverAsking(String alias, String version) throws Exception {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    KeyStore authority = KeyStore.getInstance("PKCS12");
    authority.load(null, null);
    authority.setCertificateEntry("ca", authority());
    trust.init(authority);
    ServerSocketFactory sockets = context(alias, trust.getTrustManagers()).getServerSocketFactory();
    return new ServerSocketFactory() {
      @Override
      public ServerSocket createServerSocket(int port) throws IOException {
        return asking(sockets.createServerSocket(port));
      }

      @Override
      public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return asking(sockets.createServerSocket(port, backlog));
      }

      @Override
      public ServerSocket createServerSocket(int port, int backlog, InetAddress at)
          throws IOException {
        return asking(sockets.createServerSocket(port, backlog, at));
      }

      private ServerSocket asking(ServerSocket socket) {
        ((SSLServerSocket) socket).setNeedClientAuth(true);
        ((SSLServerSocket) socket).setEnabledProtocols(new String[] {version});
        return socket;
      }
    };
  }

  private SSLContext context(String alias, TrustManager @Nullable [] trust) throws Exception {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry(alias, key(alias), PASSWORD, chain(alias));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust, null);
    return context;
  }
}
