package dev.sluice.it.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.lab.LabProgram;
import dev.sluice.lab.batch.Starvation;
import dev.sluice.lab.batch.Starvation.Came;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Batches of gateways in processes of their own that lack something midway: the short form of `lab
/// batch`.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledOnOs(OS.LINUX)
class StarvedBatchTest {
  private static Came starve(Starvation how) throws Exception {
    return how.at(LabProgram.of());
  }

  @Test
  void p6_a_batch_whose_disk_fails_is_failed_and_keeps_its_results() throws Exception {
    Came came = starve(Starvation.FAILING_DISK);
    assertThat(came.holds()).as(came.what()).isTrue();
  }

  @Test
  void u41_answers_that_are_missing_or_twice_leave_each_line_one_result() throws Exception {
    Came came = starve(Starvation.HALF_ANSWERS);
    assertThat(came.holds()).as(came.what()).isTrue();
  }
}
