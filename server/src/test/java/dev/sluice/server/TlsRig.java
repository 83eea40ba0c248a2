package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.request.Band;
import dev.sluice.config.provider.Secret;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.client.Tenancy;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.edge.ClientTimeouts;
import dev.sluice.server.tls.ClientTrust;
import dev.sluice.server.tls.Handshakes.Result;
import dev.sluice.server.tls.ListenerTls;
import dev.sluice.server.tls.ServerIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// Servers with TLS, and clients for them.
final class TlsRig {
  private TlsRig() {}

  static TestServer serving(
      List<ServerIdentity> certificates, @Nullable ClientTrust clients, ClientTimeouts timeouts)
      throws CannotListen {
    var key =
        new ClientKey(
            new Secret("sk-search"),
            new Client("search", new Tenancy.Fixed("search-team"), Band.NORMAL),
            false);
    var tls = new ListenerTls(certificates, Optional.ofNullable(clients));
    ServerConfig plain = TestServer.config(TestServer.OPEN, Duration.ofSeconds(5));
    ServerConfig keyed =
        clients == null
            ? plain
            : new ServerConfig(
                plain.listen(),
                List.of(key),
                plain.maxBody(),
                plain.bodies(),
                plain.headerTimeout(),
                plain.bodyTimeout(),
                plain.drain().patience());
    return new TestServer(keyed.with(Optional.of(tls)), timeouts);
  }

  static SSLSocket connect(TestServer server, SSLContext context, String host) throws IOException {
    InetSocketAddress at = server.server.address();
    var socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(new Socket(at.getAddress(), at.getPort()), host, at.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    if (!host.isEmpty()) {
      parameters.setServerNames(List.of(new SNIHostName(host)));
    }
    parameters.setApplicationProtocols(new String[] {"h9", "http/1.1"});
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(30_000);
    return socket;
  }

  static int models(SSLSocket socket) throws IOException {
    return new RawClient(socket).get("/v1/models").reply().status();
  }

  static long ended(TestServer server, Result result) {
    return server.server.tls().clients().handshakes().ended(result);
  }

  static void awaitEnded(TestServer server, Result result, long count) {
    await()
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() -> assertThat(ended(server, result)).isEqualTo(count));
  }
}
