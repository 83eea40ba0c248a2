package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.sluice.server.tls.ServerIdentity;
import dev.sluice.server.tls.TestPki;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of TLS that are replaced while a gateway serves, which is asked for no reload.
class CertificateReloadTest {
  @TempDir private Path folder;
  private TestPki pki;
  private X509Bundle first;
  private ServerIdentity.Files files;

  @BeforeEach
  void make() throws Exception {
    pki = new TestPki(folder);
    first = pki.server("api.test");
    files = pki.files("tls", first);
  }

  private ReloadRig serving(String more) throws Exception {
    String tls =
        "tls: {certificates: [{cert: %s, key: %s, names: [api.test]}]%s}"
            .formatted(files.cert(), files.key(), more);
    return ReloadRig.serving(folder, tls);
  }

  private SSLSocket connect(InetSocketAddress at) throws Exception {
    return (SSLSocket)
        pki.client(null)
            .getSocketFactory()
            .createSocket(
                new Socket(at.getAddress(), at.getPort()), "api.test", at.getPort(), true);
  }

  private X509Certificate shown(InetSocketAddress at) throws Exception {
    try (SSLSocket socket = connect(at)) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private void replace(Path file, String text) throws Exception {
    Path next = Files.writeString(folder.resolve("next"), text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void new_connections_have_a_replaced_certificate_and_calls_under_way_go_on() throws Exception {
    X509Bundle second = pki.server("api.test");
    try (ReloadRig rig = serving("");
        SSLSocket before = connect(rig.gateway.address())) {
      rig.answers = new CountDownLatch(1);
      var client = new RawClient(before);
      client.chat("m", false);
      assertThat(rig.keys.take()).isNotEmpty();
      assertThat(shown(rig.gateway.address())).isEqualTo(first.getCertificate());
      replace(files.cert(), second.getCertificatePathPEM());
      replace(files.key(), second.getPrivateKeyPEM());
      await()
          .pollDelay(Duration.ZERO)
          .untilAsserted(
              () -> assertThat(shown(rig.gateway.address())).isEqualTo(second.getCertificate()));
      rig.answers.countDown();
      assertThat(client.reply().status()).isEqualTo(200);
      assertThat(client.chat("m", false).reply().status()).isEqualTo(200);
      await()
          .untilAsserted(
              () ->
                  assertThat(rig.notices())
                      .contains("reload (certificates): configuration 2 holds now"));
    }
  }

  @Test
  void a_pair_that_does_not_fit_leaves_the_old_one_in_place() throws Exception {
    X509Bundle second = pki.server("api.test");
    try (ReloadRig rig = serving("")) {
      replace(files.key(), second.getPrivateKeyPEM());
      await()
          .untilAsserted(
              () ->
                  assertThat(rig.notices())
                      .contains("server.tls.certificates[0].key")
                      .contains("is not that of the certificate"));
      assertThat(shown(rig.gateway.address())).isEqualTo(first.getCertificate());
      assertThat(rig.notices()).doesNotContain("BEGIN");
      replace(files.cert(), second.getCertificatePathPEM());
      await()
          .untilAsserted(
              () -> assertThat(shown(rig.gateway.address())).isEqualTo(second.getCertificate()));
    }
  }

  @Test
  void a_foreign_a_half_written_and_a_missing_certificate_leave_the_old_one() throws Exception {
    try (ReloadRig rig = serving("")) {
      replace(files.cert(), pki.server("other.test").getCertificatePathPEM());
      await().untilAsserted(() -> assertThat(rig.notices()).contains("but for other.test"));
      replace(files.cert(), first.getCertificatePEM().substring(0, 300));
      await().untilAsserted(() -> assertThat(rig.notices()).contains("half-written"));
      Files.delete(files.cert());
      await().untilAsserted(() -> assertThat(rig.notices()).contains("there is no such file"));
      assertThat(shown(rig.gateway.address())).isEqualTo(first.getCertificate());
    }
  }

  @Test
  void a_revoked_client_is_refused_once_the_list_is_replaced_even_with_a_session_or_connection()
      throws Exception {
    X509Bundle client = pki.issue(TestPki.host("search.test").addExtendedKeyUsageClientAuth());
    Path ca = pki.write("ca.crt", pki.authority.getCertificatePEM());
    Path list = pki.write("ca.crl", pki.revoking(TestPki.in(Duration.ofDays(1))));
    var context = pki.client(client);
    try (ReloadRig rig = serving(", clients: {ca: %s, revoked: %s}".formatted(ca, list))) {
      InetSocketAddress at = rig.gateway.address();
      assertThat(models(context.getSocketFactory(), at)).isEqualTo(200);
      RawClient idle = connect(context.getSocketFactory(), at);
      assertThat(idle.get("/v1/models").reply().status()).isEqualTo(200);
      rig.answers = new CountDownLatch(1);
      RawClient calling = connect(context.getSocketFactory(), at);
      calling.chat("m", false);
      assertThat(rig.keys.take()).isNotEmpty();
      replace(list, pki.revoking(TestPki.in(Duration.ofDays(1)), client));
      assertThat(idle.rest()).isEmpty();
      rig.answers.countDown();
      assertThat(calling.reply().status()).isEqualTo(200);
      assertThat(calling.rest()).isEmpty();
      idle.close();
      calling.close();
      await().untilAsserted(() -> assertThat(rig.notices()).contains("configuration 2 holds now"));
      assertThatIOException().isThrownBy(() -> models(context.getSocketFactory(), at));
    }
  }

  private static RawClient connect(SSLSocketFactory sockets, InetSocketAddress at)
      throws IOException {
    var plain = new Socket(at.getAddress(), at.getPort());
    return new RawClient(sockets.createSocket(plain, "api.test", at.getPort(), true));
  }

  private static int models(SSLSocketFactory sockets, InetSocketAddress at) throws IOException {
    try (RawClient client = connect(sockets, at)) {
      return client.get("/v1/models").reply().status();
    }
  }

  @Test
  void the_admin_listener_has_tls_of_its_own() throws Exception {
    String tls =
        "token: secret-token, tls: {certificates: [{cert: %s, key: %s}]}"
            .formatted(files.cert(), files.key());
    try (ReloadRig rig = ReloadRig.administered(folder, tls)) {
      assertThat(rig.gateway.adminUrl()).startsWith("https://");
      assertThat(rig.gateway.url()).startsWith("http://");
      try (var admin = new RawClient(connect(rig.gateway.adminAddress()))) {
        String metrics = admin.get("/metrics", "Authorization: Bearer secret-token").reply().body();
        assertThat(metrics)
            .contains("sluice_tls_certificate_ends_seconds{listener=\"admin\",name=\"api.test\"} ")
            .contains("sluice_tls_handshakes_total{listener=\"admin\",result=\"completed\"} 1")
            .doesNotContain("listener=\"server\"");
      }
      try (var admin = new RawClient(connect(rig.gateway.adminAddress()))) {
        admin.send(
            """
            POST /admin/login HTTP/1.1\r
            Host: api.test\r
            Content-Length: 0\r
            Authorization: Bearer secret-token\r
            \r
            """);
        assertThat(admin.reply().header("set-cookie")).endsWith("; Secure");
      }
    }
  }
}
