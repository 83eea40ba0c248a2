package dev.sluice.report.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class RunDelayTest {
  @Test
  void a_thread_that_has_run_has_waited_for_some_time_and_never_less_than_before()
      throws InterruptedException {
    LongSupplier delay = RunDelay.ofThisThread();
    long before = delay.getAsLong();
    boolean told = Files.exists(Path.of("/proc/thread-self/schedstat"));
    assertThat(before > 0).isEqualTo(told);
    long[] elsewhere = new long[1];
    Thread other = Thread.ofPlatform().start(() -> elsewhere[0] = delay.getAsLong());
    other.join();
    assertThat(elsewhere[0]).isGreaterThanOrEqualTo(before);
  }

  @Test
  void a_closed_one_tells_what_it_knew() {
    LongSupplier delay = RunDelay.ofThisThread();
    long before = delay.getAsLong();
    if (delay instanceof RunDelay file) {
      file.close();
    }
    assertThat(delay.getAsLong()).isEqualTo(before);
  }
}
