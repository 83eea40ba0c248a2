package dev.sluice.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.config.provider.ClientCertificate;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Certificates by a test authority, made with the JDK's keytool: `good` for `good.test` and
/// 127.0.0.1, `expired`, `elsewhere` for another host; and `selfsigned`, which no authority vouches
/// for.
public final class Certificates {
  private static final String PASSWORD = "changeit";

  private static @Nullable Certificates made;

  private final KeyStore store;

  private Certificates(KeyStore store) {
    this.store = store;
  }

  /// The certificates, which are made once for all tests of a process.
  public static synchronized Certificates get() throws Exception {
    Certificates all = made;
    if (all == null) {
      all = make();
      made = all;
    }
    return all;
  }

  private static Certificates make() throws Exception {
    Path folder = Files.createTempDirectory("certificates");
    try {
      return make(folder.resolve("test.p12"));
    } finally {
      Files.deleteIfExists(folder.resolve("test.p12"));
      Files.delete(folder);
    }
  }

  private static Certificates make(Path file) throws Exception {
    String here = "san=dns:good.test,ip:127.0.0.1";
    keytool(file, "ca", "-ext", "bc:c");
    keytool(file, "good", "-ext", here, "-signer", "ca");
    keytool(
        file, "expired", "-ext", here, "-signer", "ca", "-startdate", "-20d", "-validity", "10");
    keytool(file, "elsewhere", "-ext", "san=dns:elsewhere.test", "-signer", "ca");
    keytool(file, "selfsigned", "-ext", here);
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return new Certificates(store);
  }

  /// A client that trusts the authority.
  public SslContext client() throws Exception {
    return SslContextBuilder.forClient()
        .sslProvider(SslProvider.JDK)
        .endpointIdentificationAlgorithm("HTTPS")
        .trustManager((X509Certificate) store.getCertificate("ca"))
        .build();
  }

  /// The authority's own certificate.
  public X509Certificate authority() throws Exception {
    return (X509Certificate) store.getCertificate("ca");
  }

  /// The certificate `alias` for a client that shows it.
  public ClientCertificate shown(String alias) throws Exception {
    var chain = Stream.of(store.getCertificateChain(alias)).map(X509Certificate.class::cast);
    return new ClientCertificate(chain.toList(), key(alias));
  }

  public PrivateKey key(String alias) throws Exception {
    return (PrivateKey) store.getKey(alias, PASSWORD.toCharArray());
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
    own.setKeyEntry(
        alias,
        store.getKey(alias, PASSWORD.toCharArray()),
        PASSWORD.toCharArray(),
        store.getCertificateChain(alias));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust, null);
    return context;
  }

  private static void keytool(Path file, String alias, String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(List.of("-genkeypair", "-alias", alias, "-dname", "CN=" + alias));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(said);
    }
  }
}
