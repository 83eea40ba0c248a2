package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.sluice.server.config.Http2Config;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.edge.ClientTimeouts;
import dev.sluice.server.tls.Handshakes.Result;
import dev.sluice.server.tls.ListenerTls;
import dev.sluice.server.tls.ServerIdentity;
import dev.sluice.server.tls.TestPki;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The clients' listener with TLS.
class TlsServingTest {
  private static final ClientTimeouts SHORT =
      ClientTimeouts.of(Duration.ofMillis(300), Duration.ofSeconds(30));

  @TempDir private Path folder;
  private TestPki pki;

  @BeforeEach
  void make() throws Exception {
    pki = new TestPki(folder);
  }

  private TestServer serving() throws Exception {
    return TlsRig.serving(List.of(pki.identity("api.test")), null, TestServer.LONG);
  }

  private String shown(TestServer server, String host) throws Exception {
    try (SSLSocket socket = TlsRig.connect(server, pki.client(null), host)) {
      socket.startHandshake();
      var leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return leaf.getSubjectX500Principal().getName();
    }
  }

  @Test
  void a_call_goes_over_tls_on_one_connection_after_another_request() throws Exception {
    try (TestServer server = serving();
        SSLSocket socket = TlsRig.connect(server, pki.client(null), "api.test")) {
      assertThat(TlsRig.models(socket)).isEqualTo(200);
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
      assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
      assertThat(TlsRig.models(socket)).isEqualTo(200);
      assertThat(TlsRig.ended(server, Result.COMPLETED)).isEqualTo(1);
    }
  }

  private static HttpClient.Version spoken(TestServer server, SSLContext client) throws Exception {
    int port = server.server.address().getPort();
    URI models = URI.create("https://localhost:" + port + "/v1/models");
    try (HttpClient http = HttpClient.newBuilder().sslContext(client).build()) {
      var answer = http.send(HttpRequest.newBuilder(models).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.version();
    }
  }

  @Test
  void http_2_is_offered_unless_it_is_turned_off() throws Exception {
    var tls = new ListenerTls(List.of(pki.identity("localhost")), Optional.empty());
    ServerConfig both =
        TestServer.config(TestServer.OPEN, Duration.ofSeconds(5)).with(Optional.of(tls));
    try (TestServer server = new TestServer(both, TestServer.LONG)) {
      assertThat(spoken(server, pki.client(null))).isEqualTo(HttpClient.Version.HTTP_2);
    }
    ServerConfig one = both.speaking(new Http2Config(false, false));
    try (TestServer server = new TestServer(one, TestServer.LONG)) {
      assertThat(spoken(server, pki.client(null))).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }

  @Test
  void the_last_answer_of_a_connection_ends_as_tls_ends() throws Exception {
    var received = new ByteArrayOutputStream();
    try (TestServer server = serving();
        Socket plain = noting(server.server.address(), received);
        Socket socket =
            pki.client(null)
                .getSocketFactory()
                .createSocket(plain, "api.test", plain.getPort(), true)) {
      String all = new RawClient(socket).get("/v1/models", "Connection: close").rest();
      assertThat(all).contains("org/listed");
      // An alert of two bytes with its kind, a tag and the JDK's padding, which nothing follows.
      byte[] bytes = received.toByteArray();
      assertThat(Arrays.copyOfRange(bytes, bytes.length - 40, bytes.length - 35))
          .containsExactly(23, 3, 3, 0, 35);
    }
  }

  /// A socket that notes what arrives.
  private static Socket noting(InetSocketAddress at, ByteArrayOutputStream received)
      throws IOException {
    return new Socket(at.getAddress(), at.getPort()) {
      @Override
      public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            received.write(into, offset, Math.max(0, read));
            return read;
          }
        };
      }
    };
  }

  @Test
  void the_certificate_is_that_of_the_host_which_the_client_names() throws Exception {
    List<ServerIdentity> both =
        List.of(pki.identity("api.test"), pki.identity("*.team.test"), pki.identity("b.team.test"));
    try (TestServer server = TlsRig.serving(both, null, TestServer.LONG)) {
      assertThat(shown(server, "api.test")).isEqualTo("CN=api.test");
      assertThat(shown(server, "A.team.test")).isEqualTo("CN=*.team.test");
      assertThat(shown(server, "b.team.test")).isEqualTo("CN=b.team.test");
      assertThat(shown(server, "nobody.test")).isEqualTo("CN=api.test");
      assertThat(shown(server, "")).isEqualTo("CN=api.test");
    }
  }

  @Test
  void of_one_name_a_client_is_shown_the_certificate_that_it_can_check() throws Exception {
    X509Bundle rsa = pki.issueRsa(TestPki.host("api.test").subject("CN=rsa"));
    List<ServerIdentity> both =
        List.of(
            ServerIdentity.read(pki.files("rsa", rsa), Instant.now()), pki.identity("api.test"));
    try (TestServer server = TlsRig.serving(both, null, TestServer.LONG);
        SSLSocket socket = TlsRig.connect(server, pki.client(null), "api.test")) {
      SSLParameters only = socket.getSSLParameters();
      only.setProtocols(new String[] {"TLSv1.2"});
      only.setCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"});
      socket.setSSLParameters(only);
      assertThat(TlsRig.models(socket)).isEqualTo(200);
    }
  }

  @Test
  void versions_before_1_2_are_refused() throws Exception {
    try (TestServer server = serving()) {
      // What a client of TLS 1.0 begins with.
      byte[] hello = firstHello();
      hello[9] = 3;
      hello[10] = 1;
      assertThat(answered(server, withoutVersions(hello))).startsWith((byte) 21);
      TlsRig.awaitEnded(server, Result.FAILED, 1);
    }
  }

  @Test
  void plain_http_is_no_bug_and_gets_no_answer_of_http() throws Exception {
    try (TestServer server = serving();
        RawClient client = server.connect()) {
      String answer = client.get("/v1/models").rest();
      assertThat(answer).doesNotContain("HTTP/");
      TlsRig.awaitEnded(server, Result.FAILED, 1);
    }
  }

  @Test
  void a_client_that_renegotiates_is_refused() throws Exception {
    try (TestServer server = serving();
        SSLSocket socket = TlsRig.connect(server, pki.client(null), "api.test")) {
      SSLParameters old = socket.getSSLParameters();
      old.setProtocols(new String[] {"TLSv1.2"});
      socket.setSSLParameters(old);
      assertThat(TlsRig.models(socket)).isEqualTo(200);
      assertThatIOException()
          .isThrownBy(
              () -> {
                socket.startHandshake();
                TlsRig.models(socket);
              });
    }
  }

  @Test
  void early_data_reaches_nothing() throws Exception {
    try (TestServer server = serving()) {
      var sent = new ByteArrayOutputStream();
      sent.writeBytes(withExtension(firstHello(), 42));
      sent.writeBytes(new byte[] {23, 3, 3, 0, 32});
      sent.writeBytes(new byte[32]);
      var _ = answered(server, sent.toByteArray());
      await().untilAsserted(() -> assertThat(server.server.connections()).isZero());
      assertThat(TlsRig.ended(server, Result.COMPLETED)).isZero();
      assertThat(server.rejected).isEmpty();
    }
  }

  @Test
  void a_handshake_that_does_not_go_on_is_ended() throws Exception {
    try (TestServer server = TlsRig.serving(List.of(pki.identity("api.test")), null, SHORT);
        RawClient silent = server.connect();
        RawClient slow = server.connect()) {
      slow.socket.getOutputStream().write(22);
      assertThat(silent.ended()).isTrue();
      assertThat(slow.ended()).isTrue();
      TlsRig.awaitEnded(server, Result.TIMEOUT, 2);
      assertThat(server.server.tls().clients().handshakes().underWay()).isZero();
    }
  }

  @Test
  void of_too_many_handshakes_the_oldest_gives_way_to_an_honest_one() throws Exception {
    int bound = 1024;
    List<Socket> never = new ArrayList<>();
    try (TestServer server = serving()) {
      for (int i = 0; i < bound + 50; i++) {
        never.add(
            new Socket(server.server.address().getAddress(), server.server.address().getPort()));
      }
      TlsRig.awaitEnded(server, Result.DISPLACED, 50);
      assertThat(server.server.tls().clients().handshakes().underWay()).isEqualTo(bound);
      try (SSLSocket honest = TlsRig.connect(server, pki.client(null), "api.test")) {
        assertThat(TlsRig.models(honest)).isEqualTo(200);
      }
      await().untilAsserted(() -> assertThat(server.server.connections()).isLessThan(bound + 1));
      for (Socket socket : never) {
        socket.close();
      }
    }
  }

  // The bytes of a handshake.

  private byte[] firstHello() throws Exception {
    SSLEngine engine = pki.client(null).createSSLEngine("api.test", 443);
    engine.setUseClientMode(true);
    engine.beginHandshake();
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    var _ = engine.wrap(ByteBuffer.allocate(0), out);
    return Arrays.copyOf(out.array(), out.position());
  }

  /// A hello whose supported versions are left out, so that the older field counts.
  private static byte[] withoutVersions(byte[] hello) {
    int at = extensions(hello) + 2;
    while (at < hello.length) {
      ByteBuffer view = ByteBuffer.wrap(hello);
      if (view.getShort(at) == 43) {
        view.putShort(at, (short) 0xfafa);
      }
      at += 4 + (view.getShort(at + 2) & 0xffff);
    }
    return hello;
  }

  private static byte[] withExtension(byte[] hello, int type) {
    int at = extensions(hello);
    byte[] longer = Arrays.copyOf(hello, hello.length + 4);
    ByteBuffer view = ByteBuffer.wrap(longer);
    // Early data comes first: a key that is shared before must be the last.
    System.arraycopy(hello, at + 2, longer, at + 6, hello.length - at - 2);
    view.putShort(at + 2, (short) type);
    view.putShort(at + 4, (short) 0);
    view.putShort(at, (short) (view.getShort(at) + 4));
    view.putShort(3, (short) (view.getShort(3) + 4));
    view.putShort(7, (short) (view.getShort(7) + 4));
    return longer;
  }

  /// Where the length of all extensions stands.
  private static int extensions(byte[] hello) {
    ByteBuffer view = ByteBuffer.wrap(hello);
    int at = 5 + 4 + 2 + 32;
    at += 1 + (hello[at] & 0xff);
    at += 2 + (view.getShort(at) & 0xffff);
    return at + 1 + (hello[at] & 0xff);
  }

  private static byte[] answered(TestServer server, byte[] sent) throws IOException {
    try (RawClient client = server.connect()) {
      client.socket.getOutputStream().write(sent);
      return client.rest().getBytes(StandardCharsets.UTF_8);
    }
  }
}
