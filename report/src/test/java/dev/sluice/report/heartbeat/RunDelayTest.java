package dev.sluice.report.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class RunDelayTest {
  /// Whether the system tells how long a thread has waited.
  private static final boolean TOLD = Files.exists(Path.of("/proc/thread-self/schedstat"));

  @Test
  void a_thread_that_has_run_has_waited_for_some_time_and_never_less_than_before()
      throws InterruptedException {
    LongSupplier delay = RunDelay.ofThisThread();
    long before = known(delay);
    long[] elsewhere = new long[1];
    Thread other = Thread.ofPlatform().start(() -> elsewhere[0] = delay.getAsLong());
    other.join();
    assertThat(elsewhere[0]).isGreaterThanOrEqualTo(before);
  }

  @Test
  void a_closed_one_tells_what_it_knew() {
    LongSupplier delay = RunDelay.ofThisThread();
    long before = known(delay);
    close(delay);
    assertThat(delay.getAsLong()).isEqualTo(before);
  }

  /// What is told once the file has been opened; zero where the system tells nothing.
  private static long known(LongSupplier delay) {
    await().atMost(Duration.ofSeconds(30)).until(() -> !TOLD || delay.getAsLong() > 0);
    return delay.getAsLong();
  }

  private static void close(LongSupplier delay) {
    if (delay instanceof RunDelay file) {
      file.close();
    }
  }
}
