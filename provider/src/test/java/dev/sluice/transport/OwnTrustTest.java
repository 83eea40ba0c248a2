package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.call.Failed.Obstacle;
import dev.sluice.call.Failed.Unreachable;
import dev.sluice.call.Outcome;
import dev.sluice.config.TransportConfig;
import dev.sluice.config.provider.ClientCertificate;
import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.ProxyConfig;
import dev.sluice.config.provider.ProxyConfig.Kind;
import dev.sluice.config.provider.TlsConfig;
import dev.sluice.config.provider.TlsConfig.Version;
import dev.sluice.config.provider.WayOut;
import dev.sluice.testing.Leaks;
import dev.sluice.transport.loop.Loops.Mode;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a provider's own TLS trusts and shows.
@Timeout(60)
class OwnTrustTest {
  private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfine";

  private static Certificates certificates;

  @BeforeAll
  static void make_certificates() throws Exception {
    certificates = Certificates.get();
    Leaks.watch();
  }

  @AfterAll
  static void no_buffer_leaked() {
    Leaks.assertNone();
  }

  @Test
  void an_authority_is_trusted_by_the_provider_that_names_it_alone() throws Exception {
    try (var server = answering("good");
        var rig = new Rig(Mode.LOOP, TransportConfig.defaults())) {
      rig.answered(origin(server, own(false, Optional.empty(), Version.TLS_1_2)));
      rig.answered(origin(server, own(true, Optional.empty(), Version.TLS_1_3)));
      assertRefused(rig, new Origin(true, "127.0.0.1", server.port(), true));
    }
  }

  @Test
  void a_trusted_authority_vouches_for_its_hosts_alone() throws Exception {
    try (var server = answering("elsewhere");
        var rig = new Rig(Mode.LOOP, TransportConfig.plain())) {
      assertRefused(rig, origin(server, own(false, Optional.empty(), Version.TLS_1_2)));
    }
  }

  @Test
  void equal_settings_share_connections_and_others_do_not() throws Exception {
    try (var server = answering("good");
        var rig = new Rig(Mode.LOOP, TransportConfig.plain())) {
      for (int i = 0; i < 2; i++) {
        rig.answered(origin(server, own(false, Optional.empty(), Version.TLS_1_2)));
        rig.awaitIdle(1);
      }
      assertThat(server.peers()).hasSize(1);
      rig.answered(origin(server, own(false, Optional.empty(), Version.TLS_1_3)));
      assertThat(server.peers()).hasSize(2);
    }
  }

  @Test
  void a_client_certificate_is_shown_to_a_provider_that_asks() throws Exception {
    for (String version : List.of("TLSv1.2", "TLSv1.3")) {
      var client = new CompletableFuture<String>();
      try (var server =
              FakeServer.start(
                  certificates.serverAsking("good", version),
                  peer -> {
                    if (!peer.request().isEmpty()) {
                      var session = ((SSLSocket) peer.socket()).getSession();
                      client.complete(session.getPeerPrincipal().getName());
                      peer.write(OK);
                    }
                  });
          var rig = new Rig(Mode.LOOP, TransportConfig.plain())) {
        var shown = Optional.of(certificates.shown("elsewhere"));
        rig.answered(origin(server, own(false, shown, Version.TLS_1_2)));
        assertThat(client.get(60, TimeUnit.SECONDS)).isEqualTo("CN=elsewhere");
        var foreign = Optional.of(certificates.shown("selfsigned"));
        for (var other : List.of(Optional.<ClientCertificate>empty(), foreign)) {
          Origin refused = origin(server, own(false, other, Version.TLS_1_2));
          assertObstacle(rig.call(refused, new RecordingSink()), Obstacle.TLS);
        }
      }
    }
  }

  @Test
  void an_older_version_than_the_least_is_not_spoken() throws Exception {
    try (var server =
            FakeServer.start(
                certificates.serverAsking("good", "TLSv1.2"), FakeServer.Peer::request);
        var rig = new Rig(Mode.LOOP, TransportConfig.plain())) {
      var shown = Optional.of(certificates.shown("good"));
      assertRefused(rig, origin(server, own(false, shown, Version.TLS_1_3)));
    }
  }

  @Test
  void a_proxy_is_trusted_like_its_provider_and_shown_no_certificate() throws Exception {
    FakeServer.Script script =
        peer -> {
          peer.request();
          peer.write("HTTP/1.1 200 OK\r\n\r\n");
          peer.request();
          peer.write(OK);
        };
    try (var proxy = FakeServer.start(certificates.server("good"), script);
        var asking = FakeServer.start(certificates.serverAsking("good", "TLSv1.3"), script);
        var rig = new Rig(Mode.LOOP, TransportConfig.plain())) {
      TlsConfig own = own(false, Optional.of(certificates.shown("good")), Version.TLS_1_2);
      rig.answered(through(proxy, own));
      assertObstacle(rig.call(through(asking, own), new RecordingSink()), Obstacle.PROXY_FAILED);
    }
  }

  @Test
  void a_key_that_is_not_the_certificates_is_refused() throws Exception {
    List<X509Certificate> chain = certificates.shown("good").chain();
    var other = certificates.key("elsewhere");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClientCertificate(chain, other))
        .withMessageContaining("private key is not that of the client certificate");
  }

  @Test
  void nothing_shows_a_key() throws Exception {
    TlsConfig own = own(true, Optional.of(certificates.shown("good")), Version.TLS_1_2);
    assertThat(own.toString())
        .isEqualTo("TLS 1.2 or newer, trusts 1 of its own, the system's, shows CN=good");
  }

  private static void assertRefused(Rig rig, Origin origin) throws Exception {
    var sink = new RecordingSink();
    assertObstacle(rig.call(origin, sink), Obstacle.TLS);
    assertThat(sink.events).containsExactly("attach");
  }

  private static void assertObstacle(Outcome outcome, Obstacle obstacle) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Unreachable.class, u -> assertThat(u.obstacle()).isEqualTo(obstacle));
  }

  private static Origin through(FakeServer proxy, TlsConfig own) {
    var through = new ProxyConfig(Kind.HTTPS, "127.0.0.1", proxy.port(), Optional.empty());
    var way = new WayOut(Optional.of(through), Optional.of(own));
    return new Origin(false, "api.test", 80, false, way);
  }

  private static FakeServer answering(String alias) throws Exception {
    return FakeServer.start(
        certificates.server(alias),
        peer -> {
          while (!peer.request().isEmpty()) {
            peer.write(OK);
          }
        });
  }

  private static TlsConfig own(boolean system, Optional<ClientCertificate> shown, Version least)
      throws Exception {
    return new TlsConfig(List.of(certificates.authority()), system, shown, least);
  }

  private static Origin origin(FakeServer server, TlsConfig tls) {
    var way = new WayOut(Optional.empty(), Optional.of(tls));
    return new Origin(true, "127.0.0.1", server.port(), true, way);
  }
}
