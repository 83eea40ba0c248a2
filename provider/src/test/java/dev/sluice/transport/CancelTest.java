package dev.sluice.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed.Cancelled;
import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Failed.TimedOut;
import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Progress;
import dev.sluice.config.provider.Origin;
import dev.sluice.testing.Leaks;
import dev.sluice.transport.loop.Loops.Mode;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class CancelTest {
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
  private static final TimedOut STALLED = new TimedOut(Phase.STALL, Duration.ofSeconds(1));

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
  void an_aborted_feed_closes_its_connection_and_says_why(Mode mode) throws Exception {
    var gone = new CountDownLatch(1);
    try (var server = streaming(gone);
        var rig = new Rig(mode)) {
      var sink = new RecordingSink();
      var call = rig.start(rig.post(server.origin(), "{}"), sink);
      await().until(() -> sink.events.contains("flush"));
      rig.loop.execute(() -> sink.feed.join().abort(STALLED));
      assertThat(call.await()).isEqualTo(STALLED);
      assertThat(gone.await(60, SECONDS)).isTrue();
      rig.awaitOpen(0);
      assertThat(sink.events).endsWith("flush");
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_interrupted_call_closes_its_connection(Mode mode) throws Exception {
    var gone = new CountDownLatch(1);
    try (var server = streaming(gone);
        var rig = new Rig(mode)) {
      var sink = new RecordingSink();
      var call = rig.start(rig.post(server.origin(), "{}"), sink);
      await().until(() -> sink.events.contains("flush"));
      call.thread().interrupt();
      await().until(call.outcome()::isCompletedExceptionally);
      assertThat(call.outcome().exceptionNow()).isInstanceOf(InterruptedException.class);
      assertThat(gone.await(60, SECONDS)).isTrue();
      rig.awaitOpen(0);
      assertThat(sink.events).endsWith("flush");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_feed_can_be_aborted_at_any_event(Mode mode) throws Exception {
    for (String when : List.of("attach", "CONNECTED", "SENT", "head 200", "body", "end")) {
      try (var server = FakeServer.answering("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfine");
          var rig = new Rig(mode)) {
        var sink = new AbortingSink(when);
        assertThat(rig.call(server.origin(), sink)).isEqualTo(STALLED);
        await().untilAsserted(() -> assertThat(sink.events).endsWith(when));
        rig.awaitOpen(0);
        rig.answered(server.origin());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aborting_what_has_ended_does_nothing(Mode mode) throws Exception {
    try (var server = FakeServer.answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        var rig = new Rig(mode)) {
      var sink = rig.answered(server.origin());
      rig.awaitIdle(1);
      rig.loop.execute(() -> sink.feed.join().abort(new Cancelled()));
      rig.answered(server.origin());
      assertThat(server.peers()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void u2_a_connect_into_the_void_can_be_aborted(Mode mode) throws Exception {
    try (var hole = new BlackHole();
        var rig = new Rig(mode)) {
      var sink = new RecordingSink();
      var call = rig.start(rig.post(hole.origin(), "{}"), sink);
      sink.feed.get(60, SECONDS);
      rig.awaitOpen(1);
      rig.loop.execute(() -> sink.feed.join().abort(STALLED));
      assertThat(call.await()).isEqualTo(STALLED);
      rig.awaitOpen(0);
      assertThat(sink.events).containsExactly("attach");
    }
  }

  @ParameterizedTest
  @EnumSource
  void u10_silence_after_the_head_can_be_aborted(Mode mode) throws Exception {
    try (var server =
            FakeServer.start(
                peer -> {
                  peer.request();
                  peer.write(CHUNKED);
                  peer.awaitClose();
                });
        var rig = new Rig(mode)) {
      var sink = new RecordingSink();
      var call = rig.start(rig.post(server.origin(), "{}"), sink);
      assertThat(sink.head.get(60, SECONDS).status()).isEqualTo(200);
      rig.loop.execute(() -> sink.feed.join().abort(STALLED));
      assertThat(call.await()).isEqualTo(STALLED);
      rig.awaitOpen(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_sink_that_does_not_keep_up_pauses_the_reading(Mode mode) throws Exception {
    String large = "0123456789abcdef".repeat(1 << 20);
    try (var server =
            FakeServer.start(
                peer -> {
                  peer.request();
                  peer.write("HTTP/1.1 200 OK\r\ncontent-length: " + large.length() + "\r\n\r\n");
                  peer.write(large);
                  peer.request();
                });
        var rig = new Rig(mode)) {
      var sink = new RecordingSink();
      sink.writable = false;
      var call = rig.start(rig.post(server.origin(), "{}"), sink);
      await().until(() -> sink.events.contains("flush"));
      roundTrips(rig, 50);
      assertThat(sink.body()).hasSizeLessThanOrEqualTo(16 * 1024);
      sink.writable = true;
      rig.loop.execute(sink.resume);
      assertThat(call.await()).isEqualTo(new Answered());
      assertThat(sink.body()).isEqualTo(large);
      // A connection that was paused in the end reads again when it is used again.
      rig.awaitIdle(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_connection_paused_at_its_answers_end_is_as_good_as_any(Mode mode) throws Exception {
    try (var server = FakeServer.answering(CHUNKED + "4\r\nfine\r\n0\r\n\r\n");
        var rig = new Rig(mode)) {
      for (int i = 0; i < 3; i++) {
        var sink = new RecordingSink();
        sink.writable = false;
        assertThat(rig.call(server.origin(), sink)).isEqualTo(new Answered());
        rig.awaitIdle(1);
      }
      assertThat(server.peers()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void loops_that_end_take_their_exchanges_with_them(Mode mode) throws Exception {
    var gone = new CountDownLatch(1);
    try (var server = streaming(gone)) {
      var rig = new Rig(mode);
      var sink = new RecordingSink();
      var call = rig.start(rig.post(server.origin(), "{}"), sink);
      await().until(() -> sink.events.contains("flush"));
      Thread closing = Thread.ofPlatform().start(rig.loops::close);
      closing.interrupt(); // does not wait for its threads
      assertThat(call.await()).isNotEqualTo(new Answered());
      closing.join();
      assertThat(gone.await(60, SECONDS)).isTrue();
      var late = new CompletableFuture<Object>();
      var request = rig.post(server.origin(), "{}");
      rig.loop.start("late", () -> late.complete(outcome(rig, request)));
      assertThat(late.get(60, SECONDS)).isEqualTo(new Cancelled());
      rig.close();
    }
  }

  private static Object outcome(Rig rig, WireRequest request) {
    try {
      return rig.transport.exchange(Rig.attempt(), request, rig.loop, new RecordingSink());
    } catch (InterruptedException e) {
      return e;
    }
  }

  private static FakeServer streaming(CountDownLatch gone) throws Exception {
    return FakeServer.start(
        peer -> {
          peer.request();
          peer.write(CHUNKED + "5\r\nfirst\r\n");
          try {
            peer.awaitClose();
          } finally {
            gone.countDown();
          }
        });
  }

  // After each the loop has been to its selector once more.
  private static void roundTrips(Rig rig, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      var turned = new CompletableFuture<Void>();
      rig.loop.schedule(Duration.ofMillis(1), () -> turned.complete(null));
      turned.get(60, SECONDS);
    }
  }

  private static final class AbortingSink extends RecordingSink {
    private final String when;

    AbortingSink(String when) {
      this.when = when;
    }

    private void at(String event) {
      if (event.equals(when)) {
        feed.join().abort(STALLED);
      }
    }

    @Override
    public void attach(AttemptInfo attempt) {
      super.attach(attempt);
      at("attach");
    }

    @Override
    public void progress(Progress progress) {
      super.progress(progress);
      at(progress.name());
    }

    @Override
    public void head(Head head) {
      super.head(head);
      at("head " + head.status());
    }

    @Override
    public void body(ByteBuf bytes) {
      super.body(bytes);
      at("body");
    }

    @Override
    public void end() {
      super.end();
      at("end");
    }
  }

  /// A listener whose queue is full, so that the system drops every further connect.
  private static final class BlackHole implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> queue = new ArrayList<>();

    BlackHole() throws Exception {
      boolean room = true;
      while (room) {
        Socket filler = new Socket();
        queue.add(filler);
        try {
          filler.connect(listener.getLocalSocketAddress(), 200);
        } catch (SocketTimeoutException full) {
          room = false;
        }
      }
    }

    Origin origin() {
      return new Origin(false, "127.0.0.1", listener.getLocalPort(), true);
    }

    @Override
    public void close() throws IOException {
      for (Socket filler : queue) {
        filler.close();
      }
      listener.close();
    }
  }
}
