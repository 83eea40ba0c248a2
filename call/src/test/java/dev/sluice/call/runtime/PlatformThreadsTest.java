package dev.sluice.call.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PlatformThreadsTest {
  @Test
  void work_that_its_caller_leaves_before_it_begins_does_not_stay() throws Exception {
    try (var pool = new PlatformThreads(1)) {
      var go = new CountDownLatch(1);
      var begun = new CountDownLatch(1);
      pool.execute(
          () -> {
            begun.countDown();
            awaitQuietly(go);
          });
      begun.await();
      var done = new AtomicBoolean();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> pool.call(() -> done.getAndSet(true)))
          .isInstanceOf(InterruptedException.class);
      assertThat(pool.waiting()).isZero();
      go.countDown();
      assertThat(pool.call(() -> "next")).isEqualTo("next");
      assertThat(done).isFalse();
    }
  }

  @Test
  void no_more_work_waits_than_may() throws Exception {
    try (var pool = new PlatformThreads(1, 1)) {
      var go = new CountDownLatch(1);
      var begun = new CountDownLatch(1);
      pool.execute(
          () -> {
            begun.countDown();
            awaitQuietly(go);
          });
      begun.await();
      pool.execute(() -> {});
      assertThatThrownBy(() -> pool.execute(() -> {}))
          .isInstanceOf(RejectedExecutionException.class);
      assertThat(pool.waiting()).isEqualTo(1);
      go.countDown();
    }
  }

  @Test
  void what_goes_wrong_with_work_is_a_bug_of_its_caller() {
    try (var pool = new PlatformThreads(1)) {
      assertThatThrownBy(
              () ->
                  pool.call(
                      () -> {
                        throw new IllegalArgumentException("odd");
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage("odd");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
