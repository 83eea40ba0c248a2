package dev.sluice.server.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.RetryHint;
import dev.sluice.api.head.Dialects;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.memory.HeapBudget;
import dev.sluice.server.http.RequestDecoder;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Answers whose ends find no memory for the buffers of sockets: a connection that nobody could end
/// any more is broken, so that its client does not wait.
class ClientExitTest {
  private static final Head STREAM = new Head(200, Map.of("content-type", "text/event-stream"));
  private static final Failed CUT = new Failed.BadAnswer(Failed.Flaw.TRUNCATED, "it broke");

  private final Scarce memory = new Scarce();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ClientExit exit;
  private int ended;

  ClientExitTest() {
    channel.config().setAllocator(memory);
    var request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
    var framing = new RequestDecoder().framing(request);
    exit =
        new ClientExit(
            channel,
            new RequestContext("req", framing, "POST", "/", "me", Dialects.USUAL, () -> false),
            Calls.streamed(new VirtualLoop(), "m"),
            new RetryHint(() -> new Random(1)),
            new HeapBudget(1024),
            new Ended());
  }

  @AfterEach
  void release() {
    channel.releaseOutbound();
  }

  private final class Ended implements ClientExit.Ended {
    @Override
    public void answered(boolean reusable) {
      ended++;
    }

    @Override
    public void abandoned() {
      ended++;
    }
  }

  /// The memory for buffers of sockets, which may be used up.
  private static final class Scarce extends AbstractByteBufAllocator {
    private boolean full;

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
      return UnpooledByteBufAllocator.DEFAULT.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
      if (full) {
        throw new OutOfMemoryError("no memory for buffers");
      }
      return UnpooledByteBufAllocator.DEFAULT.directBuffer(initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
      return false;
    }
  }

  @Test
  void an_end_that_finds_memory_ends_the_answer_alone() {
    begin();
    exit.finish();
    assertThat(ended).isEqualTo(1);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void an_end_that_finds_no_memory_breaks_the_connection() {
    begin();
    breaks(exit::finish);
  }

  @Test
  void last_words_that_find_no_memory_break_the_connection() {
    begin();
    breaks(() -> exit.cut(CUT));
  }

  @Test
  void an_error_that_finds_no_memory_breaks_the_connection() {
    breaks(() -> exit.refuse(CUT, AttemptHistory.NONE));
  }

  @Test
  void last_words_without_a_head_break_the_connection() {
    memory.full = true;
    assertThatThrownBy(this::begin).isInstanceOf(OutOfMemoryError.class);
    memory.full = false;
    exit.cut(CUT);
    assertThat(channel.isOpen()).isFalse();
    assertThat(channel.<Object>readOutbound()).isNull();
  }

  private void begin() {
    exit.start(STREAM, -1, AttemptHistory.NONE);
    exit.write(Unpooled.copiedBuffer("data: {}\n\n", UTF_8));
    exit.flush();
  }

  private void breaks(ThrowingCallable end) {
    memory.full = true;
    assertThatThrownBy(end).isInstanceOf(OutOfMemoryError.class);
    assertThat(channel.isOpen()).isFalse();
    assertThat(ended).isZero();
  }
}
