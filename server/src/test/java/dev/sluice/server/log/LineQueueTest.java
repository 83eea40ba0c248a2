package dev.sluice.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.runtime.Loop;
import dev.sluice.transport.loop.Loops;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LineQueueTest {
  private static final int LOOPS = 8;
  private static final int BATCH = 100;
  private static final int BATCHES = 300;

  private final CountDownLatch threads = new CountDownLatch(LOOPS * BATCHES * BATCH);

  /// A call that has ended is logged by its thread, a request that is turned away by its loop.
  @Test
  void a_loop_never_waits_for_a_thread_that_it_carries() throws InterruptedException {
    try (var lines = new LineQueue("call log", OutputStream.nullOutputStream(), 1_000);
        Loops loops = Loops.start(LOOPS)) {
      for (int i = 0; i < LOOPS; i++) {
        Loop loop = loops.next();
        loop.execute(() -> add(lines, loop, BATCHES));
      }
      assertThat(threads.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void add(LineQueue lines, Loop loop, int batches) {
    for (int i = 0; i < BATCH; i++) {
      loop.start(
          "call",
          () -> {
            lines.add(new LineBuffer().ascii("from a thread\n"));
            threads.countDown();
          });
      lines.add(new LineBuffer().ascii("from its loop\n"));
    }
    if (batches > 1) {
      loop.execute(() -> add(lines, loop, batches - 1));
    }
  }
}
