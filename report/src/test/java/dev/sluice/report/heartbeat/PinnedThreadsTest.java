package dev.sluice.report.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PinnedThreadsTest {
  private static final int PATIENCE_SECONDS = 30;

  /// Waits while it is initialised, which pins the thread that asks for it.
  static final class WaitsInItsInitialiser {
    static final Thread BY = Thread.currentThread();

    static {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  @Test
  void a_virtual_thread_that_waits_in_a_static_initialiser_is_told_by_its_name() throws Exception {
    BlockingQueue<String> pinned = new LinkedBlockingQueue<>();
    try (var _ = new PinnedThreads(pinned::add)) {
      Thread thread =
          Thread.ofVirtual()
              .name("call-7")
              .start(() -> assertThat(WaitsInItsInitialiser.BY.isVirtual()).isTrue());
      thread.join();
      assertThat(pinned.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("call-7");
    }
  }
}
