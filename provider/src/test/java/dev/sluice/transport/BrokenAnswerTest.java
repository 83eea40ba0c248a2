package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed.BadAnswer;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Failed.Obstacle;
import dev.sluice.call.Failed.Unreachable;
import dev.sluice.call.Outcome;
import dev.sluice.testing.Leaks;
import dev.sluice.transport.FakeServer.Peer;
import dev.sluice.transport.loop.Loops.Mode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What an upstream may do to an answer, and what becomes of the exchange. Each time the connection
/// is given up.
@Timeout(60)
class BrokenAnswerTest {
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

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
  void u7_a_reset_while_the_request_goes_up_is_a_reset(Mode mode) throws Exception {
    try (var server =
            FakeServer.start(
                peer -> {
                  peer.socket().getInputStream().readNBytes(100);
                  peer.reset();
                });
        var rig = new Rig(mode)) {
      var sink = new RecordingSink();
      var call = rig.start(rig.post(server.origin(), "x".repeat(16 << 20)), sink);
      assertReset(call.await());
      rig.awaitOpen(0);
      assertThat(server.peers()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_fresh_connection_that_breaks_before_the_answer_is_not_tried_again(Mode mode)
      throws Exception {
    for (Break broken : Break.values()) {
      try (var server =
              FakeServer.start(
                  peer -> {
                    peer.request();
                    broken.by(peer);
                  });
          var rig = new Rig(mode)) {
        assertReset(rig.call(server.origin(), new RecordingSink()));
        rig.awaitOpen(0);
        assertThat(server.peers()).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_must_not_be_sent_again_goes_over_a_fresh_connection(Mode mode) throws Exception {
    String answer = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfine";
    try (var server =
            FakeServer.start(
                peer -> {
                  peer.request();
                  peer.write(answer);
                  peer.request();
                  Break.values()[0].by(peer);
                });
        var rig = new Rig(mode)) {
      rig.answered(server.origin());
      WireRequest one = rig.post(server.origin(), "{}");
      var once =
          new WireRequest(
              one.origin(), one.method(), one.path(), one.headers(), one.body(), Map.of(), true);
      assertThat(rig.start(once, new RecordingSink()).await()).isEqualTo(new Answered());
      assertThat(server.peers()).hasSize(2);
      assertThat(server.peers()).allSatisfy(peer -> assertThat(peer.requests()).hasSize(1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void u9_a_connection_that_breaks_in_the_headers_is_a_reset(Mode mode) throws Exception {
    for (Break broken : Break.values()) {
      try (var server =
              FakeServer.start(
                  peer -> {
                    peer.request();
                    peer.write("HTTP/1.1 200 OK\r\ncontent-");
                    broken.by(peer);
                  });
          var rig = new Rig(mode)) {
        var sink = new RecordingSink();
        assertReset(rig.call(server.origin(), sink));
        rig.awaitOpen(0);
        assertThat(sink.events).containsExactly("attach", "CONNECTED", "SENT");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void u12_a_reset_in_the_body_is_never_a_clean_end(Mode mode) throws Exception {
    for (String answer :
        List.of(
            CHUNKED + "4\r\nhalf\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\nhalf",
            "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhalf")) {
      var sink = new RecordingSink();
      try (var server =
              FakeServer.start(
                  peer -> {
                    peer.request();
                    peer.write(answer);
                    sink.head.get(60, TimeUnit.SECONDS); // a reset may overtake what was sent
                    peer.reset();
                  });
          var rig = new Rig(mode)) {
        assertFlaw(rig.call(server.origin(), sink), Flaw.TRUNCATED);
        rig.awaitOpen(0);
        assertThat(sink.events).doesNotContain("end");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void u33_an_answer_shorter_than_its_framing_is_truncated(Mode mode) throws Exception {
    for (String answer :
        List.of(
            "HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\nhalf",
            "HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n",
            CHUNKED + "8\r\nhalf",
            CHUNKED + "4\r\nhalf\r\n",
            CHUNKED + "4\r\nhalf\r\n0\r\n",
            CHUNKED)) {
      try (var server = closingAfter(answer);
          var rig = new Rig(mode)) {
        var sink = new RecordingSink();
        assertFlaw(rig.call(server.origin(), sink), Flaw.TRUNCATED);
        rig.awaitOpen(0);
        assertThat(sink.events).doesNotContain("end");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void u33_surplus_is_discarded_and_the_connection_with_it(Mode mode) throws Exception {
    String answer = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfine";
    for (String surplus : List.of("x", "surplus\r\n\r\n", answer)) {
      try (var server =
              FakeServer.start(
                  peer -> {
                    peer.request();
                    peer.write(answer + surplus);
                    peer.awaitClose();
                  });
          var rig = new Rig(mode)) {
        assertThat(rig.answered(server.origin()).body()).isEqualTo("fine");
        rig.awaitOpen(0);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void u34_an_answer_may_end_with_its_connection(Mode mode) throws Exception {
    for (String head :
        List.of("HTTP/1.0 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")) {
      try (var server = closingAfter(head + "whole");
          var rig = new Rig(mode)) {
        assertThat(rig.answered(server.origin()).body()).isEqualTo("whole");
        rig.awaitOpen(0);
        assertThat(rig.answered(server.origin()).body()).isEqualTo("whole");
        assertThat(server.peers()).hasSize(2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void u34_a_connection_that_is_to_be_closed_is_not_kept(Mode mode) throws Exception {
    for (String head : List.of("HTTP/1.1 200 OK\r\nConnection: close\r\n", "HTTP/1.0 200 OK\r\n")) {
      try (var server = FakeServer.answering(head + "content-length: 4\r\n\r\nfine");
          var rig = new Rig(mode)) {
        rig.answered(server.origin());
        rig.awaitOpen(0);
        rig.answered(server.origin());
        assertThat(server.peers()).hasSize(2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_status_that_http_does_not_have_is_an_answer_and_none_of_use(Mode mode) throws Exception {
    for (String status : List.of("000", "099", "600", "999")) {
      String head = "HTTP/1.1 " + status + " Odd\r\ncontent-length: 4\r\n\r\nfine";
      try (var server = FakeServer.answering(head);
          var rig = new Rig(mode)) {
        assertFlaw(rig.call(server.origin(), new RecordingSink()), Flaw.MALFORMED);
        rig.awaitOpen(0);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void u35_interim_answers_are_ignored(Mode mode) throws Exception {
    String interim =
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".repeat(4);
    try (var server =
            FakeServer.answering(interim + "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfine");
        var rig = new Rig(mode)) {
      for (int i = 0; i < 3; i++) {
        var sink = rig.answered(server.origin());
        assertThat(sink.body()).isEqualTo("fine");
        assertThat(sink.events).filteredOn(e -> e.startsWith("head")).containsExactly("head 200");
        rig.awaitIdle(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void u35_a_flood_of_interim_answers_and_a_switch_are_refused(Mode mode) throws Exception {
    assertRefused(mode, Flaw.MALFORMED, "HTTP/1.1 100 Continue\r\n\r\n".repeat(1_000));
    assertRefused(
        mode,
        Flaw.MALFORMED,
        "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n");
  }

  @ParameterizedTest
  @EnumSource
  void u36_a_redirect_is_not_followed(Mode mode) throws Exception {
    for (int status : new int[] {301, 302, 303, 307, 308}) {
      assertRefused(
          mode,
          Flaw.REDIRECT,
          "HTTP/1.1 %d Elsewhere\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n"
              .formatted(status));
    }
  }

  @ParameterizedTest
  @EnumSource
  void u37_absurd_heads_are_refused(Mode mode) throws Exception {
    String rest = "content-length: 0\r\n\r\n";
    for (String head :
        List.of(
            "HTTP/1.1 200 OK\r\nx-large: " + "x".repeat(100_000) + "\r\n" + rest,
            "HTTP/1.1 200 OK\r\n" + "x-many: y\r\n".repeat(1_000) + rest,
            "HTTP/1.1 200 " + "O".repeat(10_000) + "\r\n" + rest,
            "HTTP/1.1 200 OK\r\nx-cr: a\rset-cookie: b\r\n" + rest,
            "HTTP/1.1 200 OK\r\nx-nul: a\0b\r\n" + rest,
            "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx",
            "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "SSH-2.0-OpenSSH_9.9\r\n\r\n")) {
      assertRefused(mode, Flaw.MALFORMED, head);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sixty_four_kib_of_headers_less_a_little_is_an_answer(Mode mode) throws Exception {
    String head = "HTTP/1.1 200 OK\r\n" + ("x: " + "y".repeat(8_000) + "\r\n").repeat(8);
    try (var server = FakeServer.answering(head + "content-length: 0\r\n\r\n");
        var rig = new Rig(mode)) {
      rig.answered(server.origin());
    }
  }

  @ParameterizedTest
  @EnumSource
  void malformed_chunks_are_refused(Mode mode) throws Exception {
    assertRefused(mode, Flaw.MALFORMED, CHUNKED + "zz\r\nwhat\r\n");
    assertRefused(mode, Flaw.MALFORMED, CHUNKED + "4\r\nwhat??4\r\nwhat\r\n0\r\n\r\n");
    assertRefused(mode, Flaw.MALFORMED, CHUNKED + "ffffffffff\r\nwhat\r\n");
  }

  @ParameterizedTest
  @EnumSource
  void u38_a_compressed_answer_is_refused_since_identity_was_asked_for(Mode mode) throws Exception {
    for (String encoding : List.of("gzip", "br", "zstd", "deflate", "identity, gzip")) {
      assertRefused(
          mode,
          Flaw.MALFORMED,
          "HTTP/1.1 200 OK\r\ncontent-encoding: " + encoding + "\r\ncontent-length: 1\r\n\r\nx");
    }
    try (var server =
            FakeServer.answering(
                "HTTP/1.1 200 OK\r\ncontent-encoding: identity\r\ncontent-length: 1\r\n\r\nx");
        var rig = new Rig(mode)) {
      assertThat(rig.answered(server.origin()).body()).isEqualTo("x");
    }
  }

  private enum Break {
    RESET {
      @Override
      void by(Peer peer) throws Exception {
        peer.reset();
      }
    },
    CLOSE {
      @Override
      void by(Peer peer) throws Exception {
        peer.close();
      }
    };

    abstract void by(Peer peer) throws Exception;
  }

  private static FakeServer closingAfter(String answer) throws Exception {
    return FakeServer.start(
        peer -> {
          peer.request();
          peer.write(answer);
        });
  }

  private static void assertRefused(Mode mode, Flaw flaw, String answer) throws Exception {
    try (var server =
            FakeServer.start(
                peer -> {
                  peer.request();
                  peer.write(answer);
                  peer.awaitClose();
                });
        var rig = new Rig(mode)) {
      var sink = new RecordingSink();
      assertFlaw(rig.call(server.origin(), sink), flaw);
      rig.awaitOpen(0);
      assertThat(sink.events).doesNotContain("end");
    }
  }

  private static void assertReset(Outcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Unreachable.class, u -> assertThat(u.obstacle()).isEqualTo(Obstacle.RESET));
  }

  private static void assertFlaw(Outcome outcome, Flaw flaw) {
    assertThat(outcome)
        .isInstanceOfSatisfying(BadAnswer.class, b -> assertThat(b.flaw()).isEqualTo(flaw));
  }
}
