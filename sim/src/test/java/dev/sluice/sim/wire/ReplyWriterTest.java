package dev.sluice.sim.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.runtime.Clock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplyWriterTest {
  private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false);
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<String> ends = new ArrayList<>();
  private long now;

  private final Clock clock =
      new Clock() {
        @Override
        public long nanos() {
          return now;
        }

        @Override
        public Instant wall() {
          return Instant.EPOCH;
        }
      };

  @BeforeEach
  void freezeTime() {
    channel.config().setAllocator(buffers);
    channel.freezeTime();
  }

  /// No buffer is left, however it went.
  @AfterEach
  void everything_is_given_back() {
    channel.finishAndReleaseAll();
    assertThat(buffers.metric().usedHeapMemory()).isZero();
    assertThat(buffers.metric().usedDirectMemory()).isZero();
  }

  private ReplyWriter play(HttpReply reply, boolean keepAlive) {
    ReplyWriter writer =
        new ReplyWriter(
            channel,
            reply,
            keepAlive,
            ReplyTimer.of(clock),
            (how, open) -> ends.add(how + " " + open));
    writer.start();
    return writer;
  }

  private void advance(long nanos) {
    now += nanos;
    channel.advanceTimeBy(nanos, TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
  }

  private String sent() {
    StringBuilder all = new StringBuilder();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      all.append(out.toString(StandardCharsets.US_ASCII));
      out.release();
    }
    return all.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static HttpReply streamed(Piece... pieces) {
    return HttpReply.streamed(List.of(), ReplyBody.of(pieces));
  }

  @Test
  void a_whole_answer_goes_out_in_one_write() {
    play(HttpReply.whole(200, List.of(new Header("a", "b")), 0, bytes("hello")), true);
    ByteBuf all = channel.readOutbound();
    assertThat(all.toString(StandardCharsets.US_ASCII))
        .isEqualTo("HTTP/1.1 200 OK\r\na: b\r\ncontent-length: 5\r\n\r\nhello");
    all.release();
    assertThat(ends).containsExactly("PLAYED true");
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void each_piece_comes_when_it_is_due() {
    play(
        streamed(
            Piece.data(10, bytes("one")), Piece.data(5, bytes("two")), Piece.end(0, Ending.CLEAN)),
        true);
    assertThat(sent()).endsWith("\r\n\r\n");
    advance(9);
    assertThat(sent()).isEmpty();
    advance(1);
    assertThat(sent()).isEqualTo("3\r\none\r\n");
    advance(5);
    assertThat(sent()).isEqualTo("3\r\ntwo\r\n0\r\n\r\n");
  }

  @Test
  void a_late_timer_delays_nothing_behind_it() {
    play(
        streamed(
            Piece.data(10, bytes("one")), Piece.data(10, bytes("two")), Piece.end(0, Ending.HANG)),
        true);
    advance(25);
    assertThat(sent()).endsWith("3\r\none\r\n3\r\ntwo\r\n");
    assertThat(ends).isEmpty();
  }

  @Test
  void a_client_that_leaves_ends_it_and_its_timer() {
    ReplyWriter writer =
        play(streamed(Piece.data(10, bytes("one")), Piece.end(0, Ending.CLEAN)), true);
    sent();
    writer.left();
    writer.left();
    advance(100);
    assertThat(sent()).isEmpty();
    assertThat(ends).containsExactly("LEFT false");
  }

  @Test
  void the_connection_ends_where_the_client_wants_no_more() {
    play(HttpReply.whole(200, List.of(), 0, bytes("hello")), false);
    assertThat(sent()).endsWith("hello");
    assertThat(ends).containsExactly("PLAYED false");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void nothing_is_pulled_while_the_client_does_not_read() {
    channel
        .config()
        .setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1, 2));
    int[] pulled = {0};
    ReplyBody endless =
        () -> {
          pulled[0]++;
          channel.unsafe().outboundBuffer().setUserDefinedWritability(1, pulled[0] < 5);
          return Piece.data(0, bytes("x"));
        };
    ReplyWriter writer = play(HttpReply.streamed(List.of(), endless), true);
    assertThat(pulled[0]).isEqualTo(5);
    writer.writable();
    assertThat(pulled[0]).isEqualTo(5);
    writer.left();
  }

  @Test
  void a_bug_in_a_body_leaks_nothing() {
    ReplyBody broken =
        () -> {
          throw new IllegalStateException("a bug");
        };
    play(HttpReply.streamed(List.of(), broken), true);
    assertThatThrownBy(channel::checkException).hasMessage("a bug");
  }

  @Test
  void chunk_sizes_are_hexadecimal() {
    for (int size : new int[] {1, 15, 16, 255, 256, 4095, 4096, 100_000}) {
      play(streamed(Piece.data(0, new byte[size]), Piece.end(0, Ending.CLEAN)), true);
      assertThat(sent()).contains("\r\n\r\n" + Integer.toHexString(size) + "\r\n\0");
    }
  }
}
