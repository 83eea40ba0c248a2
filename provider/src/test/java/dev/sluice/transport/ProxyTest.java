package dev.sluice.transport;

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
import dev.sluice.config.provider.ProxyConfig;
import dev.sluice.config.provider.ProxyConfig.Kind;
import dev.sluice.config.provider.ProxyConfig.Login;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.provider.WayOut;
import dev.sluice.testing.Leaks;
import dev.sluice.transport.loop.Loops.Mode;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProxyTest {
  private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfine";
  private static final String CONSENT = "HTTP/1.1 200 Connection established\r\n\r\n";
  private static final Optional<Login> LOGIN = Optional.of(new Login("gate", new Secret("s:ö")));

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
  void a_proxy_is_asked_for_the_name_and_its_connection_is_kept(Mode mode) throws Exception {
    try (var dns = new FakeDns();
        var proxy = FakeServer.start(peer -> connects(peer, CONSENT));
        var rig = new Rig(mode, TransportConfig.plain(), Clock.SYSTEM, dns.provider())) {
      for (int i = 0; i < 3; i++) {
        assertThat(rig.answered(by(Kind.HTTP, proxy, Optional.empty())).body()).isEqualTo("fine");
        rig.awaitIdle(1);
      }
      assertThat(proxy.peers()).hasSize(1);
      assertThat(proxy.served().requests().getFirst())
          .isEqualTo("CONNECT api.test:80 HTTP/1.1\r\nhost: api.test:80\r\n\r\n");
      assertThat(proxy.served().requests().get(1)).contains("host: api.test\r\n");
      assertThat(dns.asked()).isEmpty();
    }
  }

  @Test
  void a_login_goes_to_the_proxy_alone() throws Exception {
    try (var proxy = FakeServer.start(peer -> connects(peer, CONSENT));
        var rig = plain()) {
      rig.answered(by(Kind.HTTP, proxy, LOGIN));
      List<String> requests = proxy.served().requests();
      assertThat(requests.getFirst()).contains("\r\nproxy-authorization: Basic Z2F0ZTpzOsO2\r\n");
      assertThat(requests.get(1)).doesNotContain("proxy-", "Z2F0ZTp");
    }
  }

  @Test
  void interim_answers_and_an_announced_empty_body_do_no_harm() throws Exception {
    String consent =
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\nContent-Length: 0\r\nvia: x\r\n\r\n";
    try (var proxy = FakeServer.start(peer -> connects(peer, consent));
        var rig = plain()) {
      rig.answered(by(Kind.HTTP, proxy, Optional.empty()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "407 Proxy Authentication Required, PROXY_DENIED, asks for a user and a password",
    "403 Forbidden, PROXY_DENIED, does not let the connection pass: the proxy answered 403",
    "401 Unauthorized, PROXY_DENIED, asks for a user and a password: the proxy answered 401",
    "302 Found, PROXY_DENIED, answered 302",
    "429 Too Many Requests, PROXY_FAILED, answered 429",
    "502 Bad Gateway, PROXY_FAILED, could not connect to it: the proxy answered 502",
    "504 Gateway Timeout, PROXY_FAILED, answered 504"
  })
  void u44_a_refusal_of_a_proxy_is_not_the_providers(String status, Obstacle kind, String words)
      throws Exception {
    String page = "HTTP/1.1 " + status + "\r\ncontent-length: 6\r\n\r\n<html>";
    assertFails(peer -> connects(peer, page), kind, words);
  }

  @Test
  void u44_wrong_credentials_are_told_from_none() throws Exception {
    try (var proxy = FakeServer.start(peer -> connects(peer, "HTTP/1.1 407 No\r\n\r\n"));
        var rig = plain()) {
      var sink = new RecordingSink();
      assertObstacle(
          rig.call(by(Kind.HTTP, proxy, LOGIN), sink),
          Obstacle.PROXY_DENIED,
          "does not accept the user and password");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>', with a page",
    "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', with a page",
    "'HTTP/1.1 200 OK\r\n\r\nmore', more than its consent",
    "'<html>', does not speak HTTP",
    "'HTTP/1.1 2000 OK\r\n\r\n', does not speak HTTP",
    "'SSH-2.0-x\r\n', does not speak HTTP"
  })
  void u45_what_is_no_consent_is_a_failure_of_the_proxy(String answer, String words)
      throws Exception {
    assertFails(peer -> connects(peer, answer), Obstacle.PROXY_FAILED, words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x: y\r\n", "HTTP/1.1 100 Continue\r\n\r\n"})
  void u45_an_answer_without_an_end_is_given_up(String more) throws Exception {
    assertFails(
        peer -> {
          peer.request();
          peer.write(more.startsWith("H") ? "" : "HTTP/1.1 200 OK\r\n");
          for (int i = 0; i < 4_000; i++) {
            peer.write(more);
          }
        },
        Obstacle.PROXY_FAILED,
        "answer is too long");
  }

  @Test
  void u46_a_proxy_that_cuts_resets_or_is_not_there_has_failed() throws Exception {
    assertFails(FakeServer.Peer::close, Obstacle.PROXY_FAILED, "");
    assertFails(FakeServer.Peer::request, Obstacle.PROXY_FAILED, "broke off before");
    assertFails(
        peer -> {
          peer.request();
          peer.write("HTTP/1.1 200 OK\r\n");
          peer.reset();
        },
        Obstacle.PROXY_FAILED,
        "");
    try (var closed = new ClosedPort();
        var rig = plain()) {
      assertObstacle(
          rig.call(by(Kind.HTTP, closed.port(), Optional.empty()), new RecordingSink()),
          Obstacle.PROXY_FAILED,
          "its proxy takes no connection");
    }
    try (var dns = new FakeDns();
        var rig = new Rig(Mode.LOOP, TransportConfig.plain(), Clock.SYSTEM, dns.provider())) {
      var way = new WayOut(Optional.of(proxy(Kind.HTTP, "no.test", 1)), Optional.empty());
      assertObstacle(
          rig.call(new Origin(false, "api.test", 80, false, way), new RecordingSink()),
          Obstacle.PROXY_FAILED,
          "the name of its proxy does not resolve");
    }
  }

  @ParameterizedTest
  @EnumSource
  void u46_a_proxy_that_hangs_is_not_a_connection_yet(Mode mode) throws Exception {
    try (var proxy = FakeServer.start(FakeServer.Peer::awaitClose);
        var rig = new Rig(mode, TransportConfig.plain())) {
      var sink = new RecordingSink();
      var call = rig.start(rig.post(by(Kind.HTTP, proxy, Optional.empty()), "{}"), sink);
      await().until(() -> !proxy.peers().isEmpty());
      assertThat(sink.events).containsExactly("attach");
      var why = new TimedOut(Phase.CONNECT, Duration.ofSeconds(2));
      rig.loop.execute(() -> sink.feed.join().abort(why));
      assertThat(call.await()).isEqualTo(why);
      rig.awaitOpen(0);
    }
  }

  @Test
  void u47_no_proxy_is_asked_for_this_machine_whatever_is_allowed() throws Exception {
    List<String> here =
        List.of(
            "localhost",
            "LocalHost.",
            "admin.localhost",
            "ip6-localhost",
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f.1",
            "0x7f000001",
            "0177.0.0.1",
            "127.0.0.1.",
            "0.0.0.0",
            "::1",
            "::",
            "::ffff:127.0.0.1",
            "::1%lo");
    assertDenied(here, true);
    assertDenied(here, false);
  }

  @Test
  void u47_no_proxy_is_asked_for_a_private_address_unless_it_is_allowed() throws Exception {
    List<String> inside =
        List.of("10.0.0.1", "192.168.1.1", "169.254.169.254", "fe80::1", "64:ff9b::a00:1");
    assertDenied(inside, false);
    try (var proxy = FakeServer.start(peer -> connects(peer, CONSENT));
        var rig = plain()) {
      for (String host : inside) {
        rig.answered(new Origin(false, host, 80, true, way(Kind.HTTP, proxy)));
      }
    }
  }

  @Test
  void pools_are_apart_by_the_way_out() throws Exception {
    try (var first = FakeServer.start(peer -> connects(peer, CONSENT));
        var second = FakeServer.start(peer -> connects(peer, CONSENT));
        var rig = plain()) {
      rig.answered(by(Kind.HTTP, first, Optional.empty()));
      rig.answered(by(Kind.HTTP, second, Optional.empty()));
      rig.answered(by(Kind.HTTP, second, LOGIN));
      assertThat(first.peers()).hasSize(1);
      assertThat(second.peers()).hasSize(2);
      assertThat(rig.transport.connections()).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "HTTPS"})
  void tls_with_the_provider_goes_through_the_proxy(Kind kind) throws Exception {
    try (var provider = answering(OK);
        var proxy = relay(kind, provider.port());
        var rig = new Rig(Mode.LOOP, config())) {
      for (int i = 0; i < 2; i++) {
        assertThat(rig.answered(tlsBy(kind, proxy)).body()).isEqualTo("fine");
        rig.awaitIdle(1);
      }
      assertThat(proxy.peers()).hasSize(1);
      assertThat(proxy.served().requests().getFirst()).startsWith("CONNECT good.test:443 ");
      assertThat(proxy.served().requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"expired", "elsewhere", "selfsigned"})
  void a_proxy_whose_certificate_is_not_its_own_is_told_nothing(String alias) throws Exception {
    try (var proxy = FakeServer.start(certificates.server(alias), peer -> connects(peer, CONSENT));
        var rig = new Rig(Mode.LOOP, config())) {
      assertObstacle(
          rig.call(tlsBy(Kind.HTTPS, proxy), new RecordingSink()),
          Obstacle.PROXY_FAILED,
          "TLS handshake with its proxy failed");
      assertThat(proxy.peers()).allSatisfy(peer -> assertThat(peer.requests()).isEmpty());
      rig.awaitOpen(0);
    }
  }

  @Test
  void a_proxy_in_the_middle_of_tls_is_no_provider() throws Exception {
    try (var stranger =
            FakeServer.start(certificates.server("elsewhere"), FakeServer.Peer::request);
        var proxy = relay(Kind.HTTP, stranger.port());
        var rig = new Rig(Mode.LOOP, config())) {
      assertObstacle(
          rig.call(tlsBy(Kind.HTTP, proxy), new RecordingSink()), Obstacle.TLS, "handshake failed");
      assertThat(stranger.peers()).allSatisfy(peer -> assertThat(peer.requests()).isEmpty());
    }
  }

  @Test
  void the_proxys_notice_of_an_end_is_not_the_providers() throws Exception {
    String answer = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhalf";
    try (var provider = answering(answer);
        var proxy = relay(Kind.HTTPS, provider.port());
        var rig = new Rig(Mode.LOOP, config())) {
      var sink = new RecordingSink();
      var call = rig.start(rig.post(tlsBy(Kind.HTTPS, proxy), "{}"), sink);
      await().until(() -> sink.body().equals("half"));
      proxy.served().close(); // with TLS's notice, by the proxy alone
      assertThat(call.await())
          .isInstanceOfSatisfying(
              BadAnswer.class, b -> assertThat(b.flaw()).isEqualTo(Flaw.TRUNCATED));
    }
  }

  @Test
  void socks_takes_the_name_and_the_login() throws Exception {
    var asked = new CompletableFuture<byte[]>();
    try (var proxy =
            FakeServer.start(
                peer -> {
                  var in = new DataInputStream(peer.socket().getInputStream());
                  assertThat(in.readNBytes(4)).containsExactly(5, 2, 0, 2);
                  bytes(peer, 5, 2);
                  byte[] login = in.readNBytes(11);
                  assertThat(login).startsWith(1, 4, 'g', 'a', 't', 'e', 4);
                  bytes(peer, 1, 0);
                  asked.complete(in.readNBytes(15));
                  bytes(peer, 5, 0, 0, 1, 127, 0, 0, 1, 0, 80);
                  serve(peer);
                });
        var rig = plain()) {
      rig.answered(by(Kind.SOCKS5, proxy, LOGIN));
      assertThat(asked.get(60, TimeUnit.SECONDS))
          .containsExactly(5, 1, 0, 3, 8, 'a', 'p', 'i', '.', 't', 'e', 's', 't', 0, 80);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'5,255', PROXY_DENIED, asks for a user and a password",
    "'5,2', PROXY_DENIED, asks for a user and a password",
    "'5,1', PROXY_FAILED, does not speak SOCKS 5",
    "'72,84', PROXY_FAILED, does not speak SOCKS 5",
    "'5,0|5,2,0,1', PROXY_DENIED, the rules of its proxy",
    "'5,0|5,5,0,1', PROXY_FAILED, could not connect to it: the proxy answered 5",
    "'5,0|5,8,0,1', PROXY_DENIED, does not do what it is asked for",
    "'5,0|5,0,0,9,0,0', PROXY_FAILED, does not speak SOCKS 5",
    "'5,0|5,0,0,1,0,0,0,0,0,0,9', PROXY_FAILED, more than its consent"
  })
  void u44_what_socks_proxies_refuse_is_told(String answers, Obstacle kind, String words)
      throws Exception {
    try (var proxy =
            FakeServer.start(
                peer -> {
                  var in = new DataInputStream(peer.socket().getInputStream());
                  in.readNBytes(3);
                  for (String answer : answers.split("\\|", -1)) {
                    bytes(
                        peer,
                        Arrays.stream(answer.split(",", -1)).mapToInt(Integer::parseInt).toArray());
                  }
                  peer.awaitClose();
                });
        var rig = plain()) {
      var sink = new RecordingSink();
      assertObstacle(rig.call(by(Kind.SOCKS5, proxy, Optional.empty()), sink), kind, words);
      assertThat(sink.events).containsExactly("attach");
      rig.awaitOpen(0);
    }
  }

  private static void assertFails(FakeServer.Script script, Obstacle kind, String words)
      throws Exception {
    try (var proxy = FakeServer.start(script);
        var rig = plain()) {
      var sink = new RecordingSink();
      assertObstacle(rig.call(by(Kind.HTTP, proxy, Optional.empty()), sink), kind, words);
      assertThat(sink.events).containsExactly("attach");
      rig.awaitOpen(0);
    }
  }

  private static void assertDenied(List<String> hosts, boolean allowed) throws Exception {
    try (var proxy = FakeServer.start(peer -> connects(peer, CONSENT));
        var rig = plain()) {
      for (String host : hosts) {
        var origin = new Origin(false, host, 80, allowed, way(Kind.HTTP, proxy));
        assertObstacle(
            rig.call(origin, new RecordingSink()), Obstacle.EGRESS_DENIED, "no proxy may lead");
      }
      assertThat(proxy.peers()).isEmpty();
    }
  }

  private static Rig plain() {
    return new Rig(Mode.LOOP, TransportConfig.plain());
  }

  /// Answers a CONNECT, and then each request as the provider.
  private static void connects(FakeServer.Peer peer, String answer) throws IOException {
    if (!peer.request().isEmpty()) {
      peer.write(answer);
      serve(peer);
    }
  }

  private static void serve(FakeServer.Peer peer) throws IOException {
    while (!peer.request().isEmpty()) {
      peer.write(OK);
    }
  }

  private static void bytes(FakeServer.Peer peer, int... bytes) throws IOException {
    var text = new StringBuilder();
    Arrays.stream(bytes).forEach(b -> text.append((char) b));
    peer.write(text.toString());
  }

  private static FakeServer answering(String answer) throws Exception {
    return FakeServer.start(
        certificates.server("good"),
        peer -> {
          while (!peer.request().isEmpty()) {
            peer.write(answer);
          }
        });
  }

  private static FakeServer relay(Kind kind, int port) throws Exception {
    FakeServer.Script script =
        peer -> {
          peer.request();
          peer.write(CONSENT);
          try (Socket to = new Socket(InetAddress.getLoopbackAddress(), port)) {
            copyAside(peer.socket(), to);
            to.getInputStream().transferTo(peer.socket().getOutputStream());
          }
        };
    return kind == Kind.HTTPS
        ? FakeServer.start(certificates.server("good"), script)
        : FakeServer.start(script);
  }

  private static void copyAside(Socket from, Socket to) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                from.getInputStream().transferTo(to.getOutputStream());
                to.shutdownOutput();
              } catch (IOException e) {
                // One side has ended.
              }
            });
  }

  private static Origin by(Kind kind, FakeServer proxy, Optional<Login> login) {
    return by(kind, proxy.port(), login);
  }

  private static Origin by(Kind kind, int port, Optional<Login> login) {
    var proxy = new ProxyConfig(kind, "127.0.0.1", port, login);
    return new Origin(
        false, "api.test", 80, false, new WayOut(Optional.of(proxy), Optional.empty()));
  }

  private static Origin tlsBy(Kind kind, FakeServer proxy) {
    return new Origin(true, "good.test", 443, false, way(kind, proxy));
  }

  private static WayOut way(Kind kind, FakeServer proxy) {
    return new WayOut(Optional.of(proxy(kind, "127.0.0.1", proxy.port())), Optional.empty());
  }

  private static ProxyConfig proxy(Kind kind, String host, int port) {
    return new ProxyConfig(kind, host, port, Optional.empty());
  }

  private static TransportConfig config() throws Exception {
    return TransportConfig.defaults().withTls(certificates.client());
  }

  private static void assertObstacle(Outcome outcome, Obstacle obstacle, String words) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Unreachable.class,
            u -> {
              assertThat(u.obstacle()).isEqualTo(obstacle);
              assertThat(u.detail()).contains(words);
            });
  }
}
