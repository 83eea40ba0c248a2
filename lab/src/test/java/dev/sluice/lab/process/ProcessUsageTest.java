package dev.sluice.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessUsageTest {

  @Test
  void cpu_time_is_user_and_system_time() {
    String stat = "17 (a (b) c) S 1 17 17 0 -1 4194560 123 0 0 0 250 50 7 8 20 0 4 0 100";
    assertThat(ProcessUsage.cpuNanos(stat)).isEqualTo(3_000_000_000L);
  }

  @Test
  void resident_memory_is_in_kibibytes() {
    assertThat(ProcessUsage.residentBytes("Name:\tx\nVmRSS:\t    2048 kB\nThreads:\t1\n"))
        .isEqualTo(2 * 1024 * 1024);
  }

  @Test
  void this_process_uses_something() {
    ProcessUsage usage = new ProcessUsage(ProcessHandle.current().pid());
    assertThat(usage.cpuNanos()).isPositive();
    assertThat(usage.residentMebibytes()).isPositive();
  }
}
