package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.server.tls.ClientName;
import dev.sluice.server.tls.ClientTrust;
import dev.sluice.server.tls.ClientTrust.NamedKey;
import dev.sluice.server.tls.Handshakes.Result;
import dev.sluice.server.tls.TestPki;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Certificates that clients of the listener show.
class ClientCertificatesTest {
  @TempDir private Path folder;
  private TestPki pki;

  @BeforeEach
  void make() throws Exception {
    pki = new TestPki(folder);
  }

  private TestServer serving(@Nullable ClientTrust clients) throws Exception {
    return TlsRig.serving(List.of(pki.identity("api.test")), clients, TestServer.LONG);
  }

  private static NamedKey search(String san) {
    return new NamedKey(ClientName.of(san), "search");
  }

  private static CertificateBuilder client(String name) {
    return new CertificateBuilder().ecp256().subject("CN=" + name).addExtendedKeyUsageClientAuth();
  }

  @Test
  void a_name_of_a_certificate_stands_for_a_key() throws Exception {
    X509Bundle uri = pki.issue(client("a").addSanUriName("spiffe://corp/search"));
    X509Bundle other = pki.issue(client("b").addSanDnsName("spiffe"));
    try (TestServer server = serving(pki.trust(true, search("spiffe://corp/search")))) {
      try (SSLSocket socket = TlsRig.connect(server, pki.client(uri), "api.test")) {
        var client = new RawClient(socket);
        client.chat("whole", false, "Authorization: Bearer unused");
        assertThat(client.reply().status()).isEqualTo(200);
        assertThat(server.pipeline.calls.take().hints().tenant()).isEqualTo("search-team");
      }
      try (SSLSocket socket = TlsRig.connect(server, pki.client(other), "api.test")) {
        assertThat(TlsRig.models(socket)).isEqualTo(401);
        assertThat(
                new RawClient(socket)
                    .get("/v1/models", "Authorization: Bearer sk-search")
                    .reply()
                    .status())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void a_certificate_may_be_left_out_where_it_is_optional() throws Exception {
    try (TestServer server = serving(pki.trust(false, search("search.test")))) {
      try (SSLSocket socket = TlsRig.connect(server, pki.client(null), "api.test")) {
        assertThat(TlsRig.models(socket)).isEqualTo(401);
      }
      X509Bundle known = pki.issue(client("a").addSanDnsName("Search.test"));
      try (SSLSocket socket = TlsRig.connect(server, pki.client(known), "api.test")) {
        assertThat(TlsRig.models(socket)).isEqualTo(200);
      }
    }
  }

  private void refused(TestServer server, @Nullable X509Bundle shown) throws Exception {
    try (SSLSocket socket = TlsRig.connect(server, pki.client(shown), "api.test")) {
      assertThatIOException().isThrownBy(() -> TlsRig.models(socket));
    }
    assertThat(server.rejected).isEmpty();
    assertThat(TlsRig.ended(server, Result.COMPLETED)).isZero();
  }

  @Test
  void a_client_of_a_foreign_authority_is_refused_before_http() throws Exception {
    X509Bundle foreign = pki.foreign().issue(client("a").addSanDnsName("search.test"));
    try (TestServer server = serving(pki.trust(true, search("search.test")))) {
      refused(server, foreign);
      TlsRig.awaitEnded(server, Result.CERTIFICATE, 1);
      refused(server, null);
      TlsRig.awaitEnded(server, Result.FAILED, 1);
    }
  }

  @Test
  void a_certificate_that_is_no_clients_or_has_expired_is_refused() throws Exception {
    X509Bundle ofServer = pki.issue(TestPki.host("search.test").addExtendedKeyUsageServerAuth());
    X509Bundle old =
        pki.issue(
            client("a")
                .addSanDnsName("search.test")
                .notBefore(TestPki.in(Duration.ofDays(-9)))
                .notAfter(TestPki.in(Duration.ofDays(-1))));
    try (TestServer server = serving(pki.trust(true, search("search.test")))) {
      refused(server, ofServer);
      refused(server, old);
      TlsRig.awaitEnded(server, Result.CERTIFICATE, 2);
    }
  }

  @Test
  void a_certificate_on_the_revocation_list_is_refused() throws Exception {
    X509Bundle revoked = pki.issue(client("a").addSanDnsName("search.test"));
    X509Bundle good = pki.issue(client("b").addSanDnsName("search.test"));
    ClientTrust trust = pki.trust(true, search("search.test"));
    var files =
        new ClientTrust.Files(
            trust.files().ca(),
            Optional.of(
                pki.write("ca.crl", pki.revoking(TestPki.in(Duration.ofDays(1)), revoked))));
    try (TestServer server = serving(ClientTrust.read(files, true, trust.keys(), Instant.now()))) {
      refused(server, revoked);
      TlsRig.awaitEnded(server, Result.CERTIFICATE, 1);
      try (SSLSocket socket = TlsRig.connect(server, pki.client(good), "api.test")) {
        assertThat(TlsRig.models(socket)).isEqualTo(200);
      }
    }
  }

  @Test
  void a_name_with_a_nul_is_refused() throws Exception {
    X509Bundle hidden = pki.issue(TestPki.named(client("a"), "search.test\0.evil.test"));
    try (TestServer server = serving(pki.trust(true, search("search.test")))) {
      refused(server, hidden);
      TlsRig.awaitEnded(server, Result.CERTIFICATE, 1);
    }
  }
}
