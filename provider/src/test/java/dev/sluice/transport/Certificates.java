package dev.sluice.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Certificates by a test authority, made with the JDK's keytool: `good` for `good.test` and
/// 127.0.0.1, `expired`, `elsewhere` for another host; and `selfsigned`, which no authority vouches
/// for.
public final class Certificates {
  private static final String PASSWORD = "changeit";

  private final KeyStore store;

  private Certificates(KeyStore store) {
    this.store = store;
  }

  public static Certificates make(Path folder) throws Exception {
    Path file = folder.resolve("test.p12");
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

  /// The listening sockets of a server that shows the certificate `alias`.
  public ServerSocketFactory server(String alias) throws Exception {
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
    context.init(keys.getKeyManagers(), null, null);
    return context.getServerSocketFactory();
  }

  private static void keytool(Path file, String alias, String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
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
