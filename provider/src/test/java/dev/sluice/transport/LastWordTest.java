package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.testing.Leaks;
import dev.sluice.transport.loop.Loops.Mode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Answers that have said their last word while their framing goes on.
@Timeout(60)
class LastWordTest {
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
  private static final String DONE = "e\r\ndata: [DONE]\n\n\r\n";
  private static final String END = "0\r\n\r\n";
  private static final int MOST = 10;

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
  void the_answer_is_complete_at_once_and_a_connection_that_stays_open_is_closed(Mode mode)
      throws Exception {
    for (String head : new String[] {CHUNKED, "HTTP/1.1 200 OK\r\n\r\n"}) {
      try (var server =
              FakeServer.start(
                  peer -> {
                    peer.request();
                    peer.write(head + DONE);
                    peer.awaitClose();
                  });
          var rig = new Rig(mode)) {
        assertThat(rig.call(server.origin(), new Understanding())).isEqualTo(new Answered());
        rig.awaitOpen(0);
      }
    }
  }

  /// The moment is half a second: an end that a busy machine has held up for longer is said again.
  @ParameterizedTest
  @EnumSource
  void a_connection_whose_framing_ends_within_a_moment_is_used_again(Mode mode) throws Exception {
    var answered = new Semaphore(0);
    try (var server =
            FakeServer.start(
                peer -> {
                  peer.request();
                  peer.write(CHUNKED + DONE);
                  answered.acquire();
                  peer.write("1\r\n\n\r\n" + END);
                  peer.request();
                  peer.write(CHUNKED + DONE + END);
                  peer.request();
                });
        var rig = new Rig(mode)) {
      int connections = 0;
      do {
        connections++;
        var sink = new Understanding();
        assertThat(rig.call(server.origin(), sink)).isEqualTo(new Answered());
        assertThat(sink.events).endsWith("body", "end");
        answered.release();
      } while (!rig.awaitIdleOrClosed() && connections < MOST);
      assertThat(rig.call(server.origin(), new Understanding())).isEqualTo(new Answered());
      assertThat(server.peers()).hasSize(connections);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_connection_that_says_more_than_its_framing_allows_is_closed(Mode mode) throws Exception {
    var answered = new CountDownLatch(1);
    try (var server =
            FakeServer.start(
                peer -> {
                  peer.request();
                  peer.write(CHUNKED + DONE);
                  answered.await();
                  peer.write(END + "HTTP/1.1 200 OK\r\n");
                  peer.awaitClose();
                });
        var rig = new Rig(mode)) {
      assertThat(rig.call(server.origin(), new Understanding())).isEqualTo(new Answered());
      answered.countDown();
      rig.awaitOpen(0);
    }
  }

  /// Knows the last word.
  private static final class Understanding extends RecordingSink {
    @Override
    public boolean complete() {
      return body().contains("[DONE]\n\n");
    }
  }
}
