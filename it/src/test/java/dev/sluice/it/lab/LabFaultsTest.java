package dev.sluice.it.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Run;
import dev.sluice.lab.command.LabMain;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class LabFaultsTest {
  /// Those that are over at once, or as soon as another target may join.
  private static final String QUICK = "F1,F2,F3,F4,F5,F6,F7,F8,F10,F11,F13,F14,F16,F17";

  @Test
  @Timeout(120)
  void each_quick_fault_is_survived_or_told() {
    Run run = Run.by(LabMain::run, "lab", "faults", "--only", QUICK);
    assertThat(run.err()).isEmpty();
    assertThat(rows(run, "WRONG")).isEmpty();
    assertThat(rows(run, "as wanted")).hasSize(10);
    assertThat(rows(run, "honest end")).hasSize(4);
    assertThat(run.code()).isZero();
  }

  /// A table that cannot say so would show nothing.
  @Test
  @Timeout(120)
  void without_a_repeat_a_single_error_is_wrong() {
    Run run = Run.by(LabMain::run, "lab", "faults", "--only", "F3", "--defaults", "{retry: off}");
    assertThat(rows(run, "WRONG")).hasSize(1);
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void a_port_that_makes_no_sense_cannot_start() {
    Run run = Run.by(LabMain::run, "lab", "faults", "--port", "70000");
    assertThat(run.err()).contains("port 70000 is not within 1 to 65534");
    assertThat(run.code()).isEqualTo(3);
  }

  private static List<String> rows(Run run, String verdict) {
    return run.out().lines().filter(line -> line.endsWith(verdict)).toList();
  }
}
