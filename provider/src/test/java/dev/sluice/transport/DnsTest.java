package dev.sluice.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed.Cancelled;
import dev.sluice.call.Failed.Obstacle;
import dev.sluice.call.Failed.Unreachable;
import dev.sluice.call.Outcome;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.TransportConfig;
import dev.sluice.config.provider.Origin;
import dev.sluice.testing.Leaks;
import dev.sluice.transport.loop.Loops.Mode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class DnsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfine";

  @BeforeAll
  static void watch_for_leaks() {
    Leaks.watch();
  }

  @AfterAll
  static void no_buffer_leaked() {
    Leaks.assertNone();
  }

  @ParameterizedTest
  @EnumSource
  void a_name_is_resolved_and_remembered(Mode mode) throws Exception {
    try (var dns = new FakeDns().knows("good.test", "127.0.0.1");
        var server = FakeServer.start(peer -> closing(peer));
        var rig = rig(mode, dns)) {
      rig.answered(named("good.test", server));
      rig.answered(named("good.test", server));
      assertThat(dns.asked()).containsExactly("good.test");
      assertThat(server.peers().getFirst().requests().getFirst())
          .contains("host: good.test:" + server.port());
    }
  }

  @ParameterizedTest
  @EnumSource
  void u1_the_next_address_is_tried_when_one_refuses(Mode mode) throws Exception {
    try (var dns = new FakeDns().knows("two.test", "127.0.0.2", "127.0.0.3", "127.0.0.1");
        var server = FakeServer.answering(OK);
        var rig = rig(mode, dns)) {
      rig.answered(named("two.test", server));
    }
  }

  @ParameterizedTest
  @EnumSource
  void u1_nobody_listens_is_refused(Mode mode) throws Exception {
    try (var closed = new ClosedPort();
        var rig = new Rig(mode)) {
      var sink = new RecordingSink();
      var origin = new Origin(false, "127.0.0.1", closed.port(), true);
      assertObstacle(rig.call(origin, sink), Obstacle.REFUSED);
      assertThat(sink.events).containsExactly("attach");
    }
  }

  @ParameterizedTest
  @EnumSource
  void u3_names_that_do_not_exist_or_whose_server_fails_do_not_resolve(Mode mode) throws Exception {
    try (var dns = new FakeDns();
        var rig = rig(mode, dns)) {
      for (String name : List.of("nowhere.test", "a.broken", "")) {
        var origin = new Origin(false, name.isEmpty() ? "256.256.256.256" : name, 80, true);
        assertObstacle(rig.call(origin, new RecordingSink()), Obstacle.DNS);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void u3_a_slow_name_server_holds_nobody_else_up_and_can_be_abandoned(Mode mode) throws Exception {
    try (var dns = new FakeDns();
        var server = FakeServer.answering(OK);
        var rig = rig(mode, dns)) {
      var sink = new RecordingSink();
      var slow = rig.start(rig.post(new Origin(false, "a.silent", 80, true), "{}"), sink);
      await().until(() -> dns.asked().contains("a.silent"));
      rig.answered(server.origin());
      rig.loop.execute(() -> sink.feed.join().abort(new Cancelled()));
      assertThat(slow.await()).isEqualTo(new Cancelled());
      assertThat(sink.events).containsExactly("attach");
    }
  }

  /// What comes on top of the five seconds is what a busy machine takes.
  @Test
  void u3_a_name_that_did_not_exist_is_asked_for_again_within_five_seconds() throws Exception {
    try (var dns = new FakeDns();
        var server = FakeServer.answering(OK);
        var rig = rig(Mode.LOOP, dns)) {
      Origin origin = named("late.test", server);
      assertObstacle(rig.call(origin, new RecordingSink()), Obstacle.DNS);
      int asked = dns.asked().size();
      assertObstacle(rig.call(origin, new RecordingSink()), Obstacle.DNS);
      assertThat(dns.asked()).hasSize(asked);
      dns.knows("late.test", "127.0.0.1");
      await()
          .atMost(20, SECONDS)
          .until(() -> rig.call(origin, new RecordingSink()).equals(new Answered()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_hosts_file_is_honoured(Mode mode) throws Exception {
    try (var dns = new FakeDns();
        var server = FakeServer.answering(OK);
        var rig = rig(mode, dns)) {
      rig.answered(named("localhost", server));
      assertThat(dns.asked()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void u4_no_byte_goes_to_a_private_address_however_it_is_reached(Mode mode) throws Exception {
    try (var dns =
            new FakeDns()
                .knows("rebound.test", "127.0.0.1")
                .knows("mixed.test", "93.184.215.14", "127.0.0.1");
        var server = FakeServer.answering(OK);
        var rig = rig(mode, dns)) {
      for (String host :
          List.of(
              "rebound.test",
              "mixed.test",
              "localhost",
              "127.0.0.1",
              "::1",
              "::ffff:127.0.0.1",
              "0.0.0.0",
              "10.0.0.1",
              "169.254.169.254")) {
        var sink = new RecordingSink();
        assertObstacle(
            rig.call(new Origin(false, host, server.port(), false), sink), Obstacle.EGRESS_DENIED);
        assertThat(sink.events).containsExactly("attach");
      }
      assertThat(server.peers()).isEmpty();
      assertThat(rig.transport.connections())
          .allSatisfy(counts -> assertThat(counts.open()).isZero());
    }
  }

  private static void closing(FakeServer.Peer peer) throws Exception {
    peer.request();
    peer.write("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
  }

  private static Rig rig(Mode mode, FakeDns dns) {
    var config =
        new TransportConfig(
            64, Duration.ofMinutes(1), Duration.ofHours(1), TransportConfig.defaults().tls());
    return new Rig(mode, config, Clock.SYSTEM, dns.provider());
  }

  private static Origin named(String name, FakeServer server) {
    return new Origin(false, name, server.port(), true);
  }

  private static void assertObstacle(Outcome outcome, Obstacle obstacle) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Unreachable.class, u -> assertThat(u.obstacle()).isEqualTo(obstacle));
  }
}
