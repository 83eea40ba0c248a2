package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.server.config.Http2Config;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.edge.ClientTimeouts;
import dev.sluice.server.proxy.AddressRange;
import dev.sluice.server.proxy.NamedProxies;
import dev.sluice.server.tls.ListenerTls;
import dev.sluice.server.tls.TestPki;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients behind proxies, by their addresses.
class ProxiedClientsTest {
  private static final ClientTimeouts SHORT =
      ClientTimeouts.of(Duration.ofMillis(200), Duration.ofSeconds(30));
  private static final String HEAD = "PROXY TCP4 192.0.2.7 127.0.0.1 4711 80\r\n";

  @TempDir private Path folder;

  private static TestServer behind(String range, boolean protocol, ClientTimeouts timeouts)
      throws CannotListen {
    ServerConfig plain = TestServer.config(TestServer.OPEN, Duration.ofSeconds(5));
    var proxies = new NamedProxies(List.of(AddressRange.of(range).orElseThrow()), protocol);
    return new TestServer(plain.with(proxies), timeouts);
  }

  /// Whose address a call that is turned away has.
  private static String client(TestServer server, RawClient client, String... headers)
      throws Exception {
    client.get("/nowhere", headers);
    assertThat(client.reply().status()).isEqualTo(404);
    return server.clients.take();
  }

  @Test
  void a_request_of_a_named_proxy_says_whose_it_is() throws Exception {
    try (TestServer server = behind("127.0.0.0/8", false, TestServer.LONG);
        RawClient proxy = server.connect()) {
      assertThat(client(server, proxy, "X-Forwarded-For: 192.0.2.7")).isEqualTo("192.0.2.7");
      assertThat(client(server, proxy, "X-Forwarded-For: 192.0.2.8")).isEqualTo("192.0.2.8");
      assertThat(client(server, proxy)).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void nobody_else_says_whose_a_request_is() throws Exception {
    try (TestServer server = behind("10.0.0.0/8", true, TestServer.LONG);
        RawClient other = server.connect()) {
      assertThat(client(server, other, "X-Forwarded-For: 192.0.2.7")).isEqualTo("127.0.0.1");
      try (RawClient forger = server.connect()) {
        forger.send(HEAD).get("/nowhere");
        assertThat(forger.reply().status()).isEqualTo(400);
      }
    }
  }

  @Test
  void a_connection_of_a_named_proxy_says_whose_it_is() throws Exception {
    try (TestServer server = behind("127.0.0.1", true, TestServer.LONG);
        RawClient proxy = server.connect()) {
      proxy.send(HEAD);
      assertThat(client(server, proxy)).isEqualTo("192.0.2.7");
      // The client is no proxy: what it says itself does not count.
      assertThat(client(server, proxy, "X-Forwarded-For: 203.0.113.1")).isEqualTo("192.0.2.7");
    }
  }

  @Test
  void a_proxy_that_asks_for_itself_is_served_as_such() throws Exception {
    try (TestServer server = behind("127.0.0.1", true, TestServer.LONG);
        RawClient proxy = server.connect()) {
      proxy.send("\r\n\r\n\0\r\nQUIT\n\40\0\0\0");
      assertThat(client(server, proxy)).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void a_named_proxy_without_its_head_is_not_served() throws Exception {
    try (TestServer server = behind("127.0.0.1", true, TestServer.LONG);
        RawClient proxy = server.connect()) {
      assertThat(proxy.get("/v1/models").ended()).isTrue();
      assertThat(server.server.unintroduced()).isEqualTo(1);
    }
  }

  @Test
  void a_head_that_does_not_arrive_ends_the_connection() throws Exception {
    try (TestServer server = behind("127.0.0.1", true, SHORT);
        RawClient silent = server.connect();
        RawClient slow = server.connect()) {
      slow.send("PROXY TCP4 192");
      assertThat(silent.ended()).isTrue();
      assertThat(slow.ended()).isTrue();
      await().untilAsserted(() -> assertThat(server.server.connections()).isZero());
    }
  }

  @Test
  void silence_behind_a_head_ends_the_connection_before_its_version_is_known() throws Exception {
    ServerConfig plain = TestServer.config(TestServer.OPEN, Duration.ofSeconds(5));
    var proxies = new NamedProxies(List.of(AddressRange.of("127.0.0.1").orElseThrow()), true);
    ServerConfig both = plain.with(proxies).speaking(new Http2Config(false, true));
    try (TestServer server = new TestServer(both, SHORT);
        RawClient silent = server.connect()) {
      silent.send(HEAD);
      assertThat(silent.rest()).isEmpty();
    }
  }

  @Test
  void streams_that_one_client_of_a_proxy_resets_end_no_other_clients() throws Exception {
    ServerConfig plain = TestServer.config(TestServer.OPEN, Duration.ofSeconds(5));
    var proxies = new NamedProxies(List.of(AddressRange.of("127.0.0.1").orElseThrow()), false);
    ServerConfig both = plain.with(proxies).speaking(new Http2Config(false, true));
    try (TestServer server = new TestServer(both, TestServer.LONG)) {
      for (int connection = 0; connection < 12; connection++) {
        try (var proxy = new RawHttp2Client(server.server.address())) {
          proxy.chat(1, "live", true, "x-forwarded-for", "192.0.2.7");
          FakePipeline.Live live = server.pipeline.next();
          proxy.bytes(resets("192.0.2.8"));
          RawHttp2Client.Frame away = proxy.next(RawHttp2Client.GOAWAY);
          assertThat(away.error()).isEqualTo(RawHttp2Client.NO_ERROR);
          assertThat(away.payload()).startsWith(RawHttp2Client.number(Integer.MAX_VALUE));
          live.end();
          assertThat(proxy.reply(1).status()).isEqualTo(200);
        }
      }
      assertThat(server.server.ended()).isZero();
    }
  }

  /// More streams than a connection may reset.
  private static byte[] resets(String client) {
    var all = new ByteArrayOutputStream();
    byte[] head = RawHttp2Client.callBlock("x-forwarded-for", client);
    for (int stream = 3; stream < 603; stream += 2) {
      all.writeBytes(
          RawHttp2Client.frameBytes(
              RawHttp2Client.HEADERS, RawHttp2Client.END_HEADERS, stream, head));
      all.writeBytes(
          RawHttp2Client.frameBytes(
              RawHttp2Client.RST_STREAM, 0, stream, RawHttp2Client.number(RawHttp2Client.CANCEL)));
    }
    return all.toByteArray();
  }

  @Test
  void tls_comes_behind_the_head() throws Exception {
    var pki = new TestPki(folder);
    var tls = new ListenerTls(List.of(pki.identity("api.test")), Optional.empty());
    var proxies = new NamedProxies(List.of(AddressRange.of("127.0.0.1").orElseThrow()), true);
    ServerConfig plain = TestServer.config(TestServer.OPEN, Duration.ofSeconds(5));
    ServerConfig both = plain.with(proxies).with(Optional.of(tls));
    try (TestServer server = new TestServer(both, TestServer.LONG);
        Socket socket = introduced(server);
        RawClient client =
            new RawClient(
                pki.client(null)
                    .getSocketFactory()
                    .createSocket(socket, "api.test", socket.getPort(), true))) {
      assertThat(client(server, client)).isEqualTo("192.0.2.7");
    }
  }

  private static Socket introduced(TestServer server) throws IOException {
    var at = server.server.address();
    var socket = new Socket(at.getAddress(), at.getPort());
    socket.getOutputStream().write(HEAD.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
