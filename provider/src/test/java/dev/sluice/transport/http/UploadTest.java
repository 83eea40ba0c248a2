package dev.sluice.transport.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Failed.TimedOut;
import dev.sluice.testing.Leaks;
import dev.sluice.transport.FakeServer;
import dev.sluice.transport.RecordingSink;
import dev.sluice.transport.Rig;
import dev.sluice.transport.loop.Loops.Mode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.util.internal.PlatformDependent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// C27: large bodies.
@Timeout(60)
class UploadTest {
  private static final int SIZE = 20 << 20;
  private static final String FINE = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfine";
  private static final TimedOut LATE = new TimedOut(Phase.FIRST_TOKEN, Duration.ofSeconds(1));

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
  void a_large_body_arrives_whole_and_its_connection_is_used_again(Mode mode) throws Exception {
    var received = new CompletableFuture<String>();
    try (var server =
            FakeServer.start(
                peer -> {
                  received.complete(peer.request());
                  peer.write(FINE);
                  peer.request();
                  peer.write(FINE);
                  peer.request();
                });
        var rig = new Rig(mode)) {
      var call = rig.start(rig.post(server.origin(), body()), new RecordingSink());
      assertThat(call.await()).isEqualTo(new Answered());
      assertThat(received.get()).endsWith(text());
      rig.awaitIdle(1);
      rig.answered(server.origin());
      assertThat(server.peers()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_large_body_outside_of_the_heap_arrives_whole(Mode mode) throws Exception {
    var received = new CompletableFuture<String>();
    try (var server =
            FakeServer.start(
                peer -> {
                  received.complete(peer.request());
                  peer.write(FINE);
                });
        var rig = new Rig(mode)) {
      ByteBuf body = Unpooled.directBuffer(SIZE).writeBytes(text().getBytes(ISO_8859_1));
      var call = rig.start(rig.post(server.origin(), body), new RecordingSink());
      assertThat(call.await()).isEqualTo(new Answered());
      assertThat(received.get()).endsWith(text());
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_large_body_that_is_not_read_is_not_in_memory_twice(Mode mode) throws Exception {
    var connected = new CountDownLatch(1);
    var read = new CountDownLatch(1);
    try (var server =
            FakeServer.start(
                peer -> {
                  connected.countDown();
                  read.await();
                });
        var rig = new Rig(mode)) {
      ByteBuf body = body();
      long before = PlatformDependent.usedDirectMemory();
      assertThat(before).isNotNegative();
      var sink = new RecordingSink();
      var call = rig.start(rig.post(server.origin(), body), sink);
      connected.await();
      for (int i = 0; i < 50; i++) {
        turn(rig);
      }
      assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(SIZE / 2);
      rig.loop.execute(() -> sink.feed.join().abort(LATE));
      assertThat(call.await()).isEqualTo(LATE);
      read.countDown();
      rig.awaitOpen(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_answer_before_the_bodys_end_ends_the_connection(Mode mode) throws Exception {
    var answered = new CountDownLatch(1);
    try (var server =
            FakeServer.start(
                peer -> {
                  peer.write("HTTP/1.1 413 Too Large\r\ncontent-length: 4\r\n\r\nfull");
                  answered.await();
                });
        var rig = new Rig(mode)) {
      var call = rig.start(rig.post(server.origin(), body()), new RecordingSink());
      assertThat(call.await()).isEqualTo(new Answered());
      answered.countDown();
      rig.awaitOpen(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_last_piece_that_finds_no_memory_ends_its_exchange(Mode mode) throws Exception {
    // A body that goes in pieces is asked what it is before its first one is written.
    for (boolean inPieces : new boolean[] {false, true}) {
      try (var server = FakeServer.start(FakeServer.Peer::request);
          var rig = new Rig(mode)) {
        var body = inPieces ? new WithoutMemory(200_000, 1) : new WithoutMemory(10_000, 0);
        var call = rig.start(rig.post(server.origin(), body), new RecordingSink());
        assertThat(call.await())
            .as("in pieces: %s", inPieces)
            .isEqualTo(new Failed.Shed(Failed.Reason.BODIES_FULL, Optional.empty()));
        rig.awaitOpen(0);
      }
    }
  }

  /// A body for which there is no memory of sockets.
  private static final class WithoutMemory extends UnpooledHeapByteBuf {
    private int before;

    /// @param before how often it is asked whether it lies outside of the heap before it is written
    WithoutMemory(int size, int before) {
      super(UnpooledByteBufAllocator.DEFAULT, size, size);
      writerIndex(size);
      this.before = before;
    }

    @Override
    public boolean isDirect() {
      if (before-- > 0) {
        return false;
      }
      throw new OutOfMemoryError("no memory for what a socket takes");
    }
  }

  /// The loop has been to its selector once more.
  private static void turn(Rig rig) throws Exception {
    var turned = new CompletableFuture<Void>();
    rig.loop.schedule(Duration.ofMillis(1), () -> turned.complete(null));
    turned.get(60, SECONDS);
  }

  private static ByteBuf body() {
    return Unpooled.wrappedBuffer(text().getBytes(ISO_8859_1));
  }

  private static String text() {
    return "0123456789abcdef".repeat(SIZE / 16);
  }
}
