package dev.sluice.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed.Obstacle;
import dev.sluice.call.Failed.Unreachable;
import dev.sluice.config.TransportConfig;
import dev.sluice.testing.Leaks;
import dev.sluice.transport.ConnectionCounts;
import dev.sluice.transport.FakeServer;
import dev.sluice.transport.FakeServer.Peer;
import dev.sluice.transport.ManualClock;
import dev.sluice.transport.RecordingSink;
import dev.sluice.transport.Rig;
import dev.sluice.transport.loop.Loops.Mode;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class PoolTest {
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
  void a_connection_is_used_again(Mode mode) throws Exception {
    try (var server = FakeServer.answering(OK);
        var rig = new Rig(mode)) {
      for (int i = 0; i < 5; i++) {
        rig.answered(server.origin());
        rig.awaitIdle(1);
      }
      assertThat(rig.counts()).isEqualTo(new ConnectionCounts(server.origin(), 1, 1, 1, 4));
      assertThat(server.peers()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void one_thread_finds_its_connection_back_at_once(Mode mode) throws Exception {
    try (var server = FakeServer.answering(OK);
        var rig = new Rig(mode)) {
      var done = new CountDownLatch(1);
      rig.loop.start(
          "call",
          () -> {
            try {
              for (int i = 0; i < 50; i++) {
                var request = rig.post(server.origin(), "{}");
                rig.transport.exchange(Rig.attempt(), request, rig.loop, new RecordingSink());
              }
              done.countDown();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      done.await();
      // Where thread and loop run in parallel, a thread may ask before its connection is back.
      assertThat(server.peers()).hasSizeLessThanOrEqualTo(mode == Mode.LOOP ? 1 : 2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void origins_share_nothing(Mode mode) throws Exception {
    try (var one = FakeServer.answering(OK);
        var two = FakeServer.answering(OK);
        var rig = new Rig(mode)) {
      rig.answered(one.origin());
      rig.answered(two.origin());
      assertThat(rig.transport.connections())
          .extracting(ConnectionCounts::origin)
          .containsExactlyInAnyOrder(one.origin(), two.origin());
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_full_pool_says_so_at_once_and_has_room_again_later(Mode mode) throws Exception {
    var go = new CountDownLatch(1);
    try (var server =
            FakeServer.start(
                peer -> {
                  while (!peer.request().isEmpty()) {
                    go.await();
                    peer.write(OK);
                  }
                });
        var rig = new Rig(mode, config(2, Duration.ofMinutes(1), Duration.ofHours(1)))) {
      var first = rig.start(rig.post(server.origin(), "{}"), new RecordingSink());
      var second = rig.start(rig.post(server.origin(), "{}"), new RecordingSink());
      await().until(() -> rig.counts().created() == 2);
      var third = rig.start(rig.post(server.origin(), "{}"), new RecordingSink());
      assertThat(third.await())
          .isEqualTo(new Unreachable(Obstacle.POOL_FULL, "all its connections are busy"));
      go.countDown();
      assertThat(first.await()).isEqualTo(new Answered());
      assertThat(second.await()).isEqualTo(new Answered());
      rig.awaitIdle(2);
      rig.answered(server.origin());
      assertThat(server.peers()).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_idle_connection_is_closed_in_time(Mode mode) throws Exception {
    try (var server = FakeServer.answering(OK);
        var rig = new Rig(mode, config(8, Duration.ofMillis(40), Duration.ofHours(1)))) {
      rig.answered(server.origin());
      rig.awaitOpen(0);
      rig.answered(server.origin());
      assertThat(server.peers()).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_expired_connection_is_not_used_even_if_no_sweep_has_run(Mode mode) throws Exception {
    for (Duration later : List.of(Duration.ofSeconds(30), Duration.ofSeconds(67))) {
      var clock = new ManualClock();
      try (var server = FakeServer.answering(OK);
          var rig =
              new Rig(
                  mode,
                  config(8, Duration.ofSeconds(29), Duration.ofMinutes(1)),
                  clock,
                  DnsServerAddressStreamProviders.platformDefault())) {
        rig.answered(server.origin());
        rig.awaitIdle(1);
        clock.advance(later);
        rig.answered(server.origin());
        assertThat(server.peers()).hasSize(2);
        rig.awaitOpen(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_connection_that_grew_too_old_in_use_is_not_kept(Mode mode) throws Exception {
    var clock = new ManualClock();
    try (var server =
            FakeServer.start(
                peer -> {
                  while (!peer.request().isEmpty()) {
                    clock.advance(Duration.ofMinutes(67));
                    peer.write(OK);
                  }
                });
        var rig =
            new Rig(
                mode,
                config(8, Duration.ofHours(9), Duration.ofHours(1)),
                clock,
                DnsServerAddressStreamProviders.platformDefault())) {
      rig.answered(server.origin());
      rig.awaitOpen(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void unexpected_bytes_on_an_idle_connection_close_it(Mode mode) throws Exception {
    for (String bytes : List.of("x", OK)) {
      try (var server = FakeServer.answering(OK);
          var rig = new Rig(mode)) {
        rig.answered(server.origin());
        rig.awaitIdle(1);
        server.served().write(bytes);
        rig.awaitOpen(0);
        rig.answered(server.origin());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_idle_connection_that_the_peer_closes_leaves_the_pool(Mode mode) throws Exception {
    try (var server = FakeServer.answering(OK);
        var rig = new Rig(mode)) {
      rig.answered(server.origin());
      rig.awaitIdle(1);
      server.peers().getFirst().close();
      rig.awaitOpen(0);
      assertThat(rig.counts().idle()).isZero();
      rig.answered(server.origin());
    }
  }

  @ParameterizedTest
  @EnumSource
  void u8_a_request_on_a_dead_reused_connection_is_sent_again_unseen(Mode mode) throws Exception {
    for (FakeServer.Script death : List.<FakeServer.Script>of(Peer::close, Peer::reset)) {
      var connections = new AtomicInteger();
      try (var server =
              FakeServer.start(
                  peer -> {
                    boolean first = connections.incrementAndGet() == 1;
                    peer.request();
                    peer.write(OK);
                    peer.request();
                    if (first) {
                      death.serve(peer);
                    } else {
                      peer.write(OK);
                      peer.request();
                    }
                  });
          // The pool's bound holds no room for the dead connection beside the fresh one.
          var rig = new Rig(mode, config(1, Duration.ofMinutes(1), Duration.ofHours(1)))) {
        rig.answered(server.origin());
        rig.awaitIdle(1);
        var sink = rig.answered(server.origin());
        assertThat(sink.body()).isEqualTo("fine");
        assertThat(sink.events)
            .startsWith("attach", "CONNECTED", "SENT", "head 200", "body", "end");
        assertThat(server.peers()).hasSize(2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void u8_not_after_a_byte_of_the_answer_and_not_twice(Mode mode) throws Exception {
    for (String begun : List.of("H", "")) {
      var connections = new AtomicInteger();
      try (var server =
              FakeServer.start(
                  peer -> {
                    peer.request();
                    if (connections.incrementAndGet() == 1) {
                      peer.write(OK);
                      peer.request();
                      peer.write(begun);
                    }
                  });
          var rig = new Rig(mode)) {
        rig.answered(server.origin());
        rig.awaitIdle(1);
        assertThat(rig.call(server.origin(), new RecordingSink()))
            .isInstanceOfSatisfying(
                Unreachable.class, u -> assertThat(u.obstacle()).isEqualTo(Obstacle.RESET));
        assertThat(server.peers()).hasSize(begun.isEmpty() ? 2 : 1);
        rig.awaitOpen(0);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_answer_that_comes_before_the_whole_request_is_out_uses_up_its_connection(Mode mode)
      throws Exception {
    var answered = new CountDownLatch(1);
    String refusal = "HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n";
    try (var server =
            FakeServer.start(
                peer -> {
                  peer.socket().getInputStream().readNBytes(10);
                  peer.write(refusal);
                  answered.await(); // reads nothing more
                });
        var rig = new Rig(mode)) {
      var sink = new RecordingSink();
      var call = rig.start(rig.post(server.origin(), "x".repeat(32 << 20)), sink);
      assertThat(call.await()).isEqualTo(new Answered());
      answered.countDown();
      assertThat(sink.head.join().status()).isEqualTo(413);
      rig.awaitOpen(0);
    }
  }

  private static TransportConfig config(int connections, Duration idle, Duration maxAge) {
    return new TransportConfig(connections, idle, maxAge, TransportConfig.defaults().tls());
  }
}
