package dev.sluice.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import dev.sluice.transport.loop.Loops;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Real loops start calls that end at once, as fast as they can.
@Timeout(60)
class EngineOnLoopsTest {
  private static final int LOOPS = 8;
  private static final int BATCH = 100;
  private static final int BATCHES = 300;

  private final Engine engine = new Engine((_, _) -> new Failed.Exhausted("used up"));
  private final CountDownLatch ended = new CountDownLatch(LOOPS * BATCHES * BATCH);

  /// The bug: a thread waited for a lock in the set of running calls, and behind it its own loop,
  /// without which that thread could not go on.
  @Test
  void a_loop_never_waits_for_a_thread_that_it_carries() throws InterruptedException {
    try (Loops loops = Loops.start(LOOPS)) {
      for (int i = 0; i < LOOPS; i++) {
        Loop loop = loops.next();
        loop.execute(() -> start(loop, BATCHES));
      }
      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
      engine.drain(Duration.ofSeconds(10));
      assertThat(engine.running()).isZero();
    }
  }

  private void start(Loop loop, int batches) {
    for (int i = 0; i < BATCH; i++) {
      engine.start(call(loop), new Counting(ended));
    }
    if (batches > 1) {
      loop.execute(() -> start(loop, batches - 1));
    }
  }

  private static Call call(Loop loop) {
    return new Call(
        "call",
        Operation.CHAT,
        new RequestFacts("m", 0, 0, false, false, OptionalLong.empty(), false),
        new Body(Calls.utf8("{}"), () -> {}),
        Map.of(),
        0,
        Deadline.in(Duration.ofHours(1), 0),
        loop);
  }

  private record Counting(CountDownLatch refused) implements ClientResponse {

    @Override
    public void refuse(Failed why, AttemptHistory history) {
      refused.countDown();
    }

    @Override
    public void start(Head head, long length, AttemptHistory history) {
      throw new AssertionError("there is no answer");
    }

    @Override
    public void write(ByteBuf bytes) {
      throw new AssertionError("there is no answer");
    }

    @Override
    public void flush() {}

    @Override
    public void finish() {
      throw new AssertionError("there is no answer");
    }

    @Override
    public void cut(Failed why) {
      throw new AssertionError("there is no answer");
    }

    @Override
    public boolean writable() {
      return true;
    }

    @Override
    public void onWritable(Runnable resume) {}
  }
}
