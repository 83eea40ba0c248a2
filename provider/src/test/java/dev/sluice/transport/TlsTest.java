package dev.sluice.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Failed.BadAnswer;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Failed.Obstacle;
import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Failed.TimedOut;
import dev.sluice.call.Failed.Unreachable;
import dev.sluice.call.Outcome;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.TransportConfig;
import dev.sluice.config.provider.Origin;
import dev.sluice.testing.Leaks;
import dev.sluice.transport.loop.Loops.Mode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class TlsTest {
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

  @ParameterizedTest
  @EnumSource
  void an_exchange_over_tls_names_the_host_and_keeps_its_connection(Mode mode) throws Exception {
    var names = new CompletableFuture<String>();
    try (var dns = new FakeDns().knows("good.test", "127.0.0.1");
        var server =
            FakeServer.start(
                certificates.server("good"),
                peer -> {
                  var session = (ExtendedSSLSession) ((SSLSocket) peer.socket()).getSession();
                  names.complete(session.getRequestedServerNames().toString());
                  while (!peer.request().isEmpty()) {
                    peer.write(OK);
                  }
                });
        var rig = new Rig(mode, config(), Clock.SYSTEM, dns.provider())) {
      for (int i = 0; i < 3; i++) {
        assertThat(rig.answered(tls("good.test", server)).body()).isEqualTo("fine");
        rig.awaitIdle(1);
      }
      assertThat(names.get(60, SECONDS)).contains("good.test");
      assertThat(server.peers()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_literal_address_is_verified_too(Mode mode) throws Exception {
    try (var server = answering("good");
        var rig = new Rig(mode, config())) {
      rig.answered(tls("127.0.0.1", server));
    }
  }

  @ParameterizedTest
  @EnumSource
  void u5_a_certificate_that_is_not_the_hosts_or_not_valid_gets_no_request(Mode mode)
      throws Exception {
    for (String alias : List.of("expired", "elsewhere", "selfsigned")) {
      try (var server = answering(alias);
          var rig = new Rig(mode, config())) {
        var sink = new RecordingSink();
        assertObstacle(rig.call(tls("127.0.0.1", server), sink), Obstacle.TLS);
        rig.awaitOpen(0);
        assertThat(sink.events).containsExactly("attach");
        assertThat(server.peers()).allSatisfy(peer -> assertThat(peer.requests()).isEmpty());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void u5_a_server_that_speaks_no_tls_is_not_spoken_to(Mode mode) throws Exception {
    try (var server =
            FakeServer.start(
                peer -> {
                  peer.write("HTTP/1.1 400 TLS?\r\n\r\n");
                  peer.awaitClose();
                });
        var rig = new Rig(mode, config())) {
      var sink = new RecordingSink();
      assertObstacle(rig.call(tls("127.0.0.1", server), sink), Obstacle.TLS);
      rig.awaitOpen(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void u6_a_stalled_handshake_is_not_a_connection_yet(Mode mode) throws Exception {
    var gone = new CountDownLatch(1);
    try (var server =
            FakeServer.start(
                peer -> {
                  peer.awaitClose();
                  gone.countDown();
                });
        var rig = new Rig(mode, config())) {
      var sink = new RecordingSink();
      var call = rig.start(rig.post(tls("127.0.0.1", server), "{}"), sink);
      await().until(() -> !server.peers().isEmpty());
      assertThat(sink.events).containsExactly("attach");
      var why = new TimedOut(Phase.CONNECT, Duration.ofSeconds(2));
      rig.loop.execute(() -> sink.feed.join().abort(why));
      assertThat(call.await()).isEqualTo(why);
      assertThat(gone.await(60, SECONDS)).isTrue();
      rig.awaitOpen(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_connection_that_breaks_in_the_handshake_is_a_reset(Mode mode) throws Exception {
    for (FakeServer.Script death :
        List.<FakeServer.Script>of(FakeServer.Peer::close, FakeServer.Peer::reset)) {
      try (var server =
              FakeServer.start(
                  peer -> {
                    peer.socket().getInputStream().readNBytes(5);
                    death.serve(peer);
                  });
          var rig = new Rig(mode, config())) {
        assertObstacle(rig.call(tls("127.0.0.1", server), new RecordingSink()), Obstacle.RESET);
        rig.awaitOpen(0);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_answer_that_ends_with_its_connection_is_whole_only_if_tls_says_so(Mode mode)
      throws Exception {
    String answer = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nwhole";
    try (var server =
            FakeServer.start(
                certificates.server("good"),
                peer -> {
                  peer.request();
                  peer.write(answer);
                });
        var rig = new Rig(mode, config())) {
      assertThat(rig.answered(tls("127.0.0.1", server)).body()).isEqualTo("whole");
    }
    try (var server = answering("good", answer);
        var cutter = Cutter.before(server);
        var rig = new Rig(mode, config())) {
      var sink = new RecordingSink();
      var call =
          rig.start(rig.post(new Origin(true, "127.0.0.1", cutter.port(), true), "{}"), sink);
      await().until(() -> sink.body().equals("whole"));
      cutter.cut();
      assertThat(call.await())
          .isInstanceOfSatisfying(
              BadAnswer.class, b -> assertThat(b.flaw()).isEqualTo(Flaw.TRUNCATED));
      assertThat(sink.events).doesNotContain("end");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_connection_that_is_being_closed_is_never_found_again(Mode mode) throws Exception {
    try (var server = answering("good", OK + "surplus");
        var rig = new Rig(mode, config())) {
      for (int i = 1; i <= 5; i++) {
        assertThat(rig.answered(tls("127.0.0.1", server)).body()).isEqualTo("fine");
        assertThat(rig.counts().reused()).isZero();
      }
      rig.awaitOpen(0);
    }
  }

  private static TransportConfig config() throws Exception {
    return TransportConfig.defaults().withTls(certificates.client());
  }

  private static FakeServer answering(String alias) throws Exception {
    return answering(alias, OK);
  }

  private static FakeServer answering(String alias, String answer) throws Exception {
    return FakeServer.start(
        certificates.server(alias),
        peer -> {
          while (!peer.request().isEmpty()) {
            peer.write(answer);
          }
        });
  }

  private static Origin tls(String host, FakeServer server) {
    return new Origin(true, host, server.port(), true);
  }

  private static void assertObstacle(Outcome outcome, Obstacle obstacle) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Unreachable.class, u -> assertThat(u.obstacle()).isEqualTo(obstacle));
  }
}
