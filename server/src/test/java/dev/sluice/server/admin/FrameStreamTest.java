package dev.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.runtime.Loop;
import dev.sluice.server.http.Http1Framing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.CharsetUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Frames, a second at a time.
class FrameStreamTest {
  private final Queue<Runnable> timers = new ArrayDeque<>();
  private final FrameStream stream = new FrameStream(() -> "{}", new Timers(), Runnable::run);
  private final EmbeddedChannel reader = new EmbeddedChannel();
  private final EmbeddedChannel idler = new EmbeddedChannel();
  private boolean welcome = true;

  @AfterEach
  void close() {
    reader.finishAndReleaseAll();
    idler.finishAndReleaseAll();
  }

  @Test
  void a_viewer_that_never_reads_misses_frames_and_is_cut_off_and_holds_nobody_up() {
    join(reader, () -> true);
    join(idler, () -> true);
    idler.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    for (int second = 0; second < 30; second++) {
      pass();
    }
    assertThat(idler.isOpen()).isTrue();
    assertThat(idler.outboundMessages()).isEmpty();
    assertThat(frames(reader)).isGreaterThanOrEqualTo(30);
    pass();
    assertThat(idler.isOpen()).isFalse();
    assertThat(reader.isOpen()).isTrue();
    assertThat(stream.viewers()).isEqualTo(1);
  }

  @Test
  void a_viewer_that_may_not_look_any_more_gets_no_further_frame() {
    join(reader, () -> welcome);
    pass();
    assertThat(frames(reader)).isPositive();
    welcome = false;
    pass();
    assertThat(frames(reader)).isZero();
    assertThat(reader.isOpen()).isFalse();
    assertThat(stream.viewers()).isZero();
  }

  @Test
  void nothing_is_made_up_while_nobody_looks() {
    join(reader, () -> true);
    var _ = reader.close();
    pass();
    pass();
    assertThat(timers).isEmpty();
  }

  private void join(EmbeddedChannel channel, BooleanSupplier mayLook) {
    assertThat(stream.reserve()).isTrue();
    stream.join(channel, Http1Framing.NONE.writer(channel), mayLook);
    turn();
    channel.releaseOutbound();
  }

  /// A second.
  private void pass() {
    Runnable timer = timers.poll();
    if (timer != null) {
      timer.run();
    }
    turn();
  }

  private void turn() {
    reader.runPendingTasks();
    idler.runPendingTasks();
  }

  private static int frames(EmbeddedChannel channel) {
    int frames = 0;
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      frames += part.toString(CharsetUtil.UTF_8).contains("data: {}") ? 1 : 0;
      part.release();
    }
    return frames;
  }

  /// A loop that runs what it is given at once, and timers when a second passes.
  private final class Timers implements Loop {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      timers.add(task);
      return () -> timers.remove(task);
    }

    @Override
    public boolean inLoop() {
      return true;
    }

    @Override
    public Thread start(String name, Runnable task) {
      throw new UnsupportedOperationException();
    }
  }
}
