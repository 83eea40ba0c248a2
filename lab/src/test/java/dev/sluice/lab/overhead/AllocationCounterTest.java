package dev.sluice.lab.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class AllocationCounterTest {
  private static final int TIMES = 64;

  @Test
  void what_another_process_allocates_is_counted() throws Exception {
    Process process = start();
    try (AllocationCounter counter = AllocationCounter.attach(process.pid())) {
      allocate(process);
      long before = counter.read().bytes();
      for (int i = 0; i < TIMES; i++) {
        allocate(process);
      }
      long allocated = counter.read().bytes() - before;
      assertThat(allocated)
          .isBetween(TIMES * 1L * Allocating.BYTES, TIMES * 11L / 10 * Allocating.BYTES);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void a_process_that_has_gone_is_named() throws Exception {
    Process process = start();
    try (AllocationCounter counter = AllocationCounter.attach(process.pid())) {
      process.destroyForcibly().waitFor();
      assertThatIllegalStateException()
          .isThrownBy(counter::read)
          .withMessage("process " + process.pid() + " has gone");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void a_rate_is_taken_over_the_time_between_two_readings() {
    var earlier = new AllocationCounter.Reading(1_000, 500_000_000);
    var later = new AllocationCounter.Reading(4_000, 2_000_000_000);
    assertThat(later.perSecondSince(earlier)).isEqualTo(2_000);
  }

  private static Process start() throws IOException {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            "target/test-classes",
            Allocating.class.getName());
    Process process =
        new ProcessBuilder(AllocationCounter.attachable(java))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    // It answers: so it is a JVM by now, which can be attached to.
    allocate(process);
    return process;
  }

  private static void allocate(Process process) throws IOException {
    process.getOutputStream().write('x');
    process.getOutputStream().flush();
    assertThat(process.getInputStream().read()).isEqualTo('+');
  }
}
