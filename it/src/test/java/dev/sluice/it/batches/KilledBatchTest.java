package dev.sluice.it.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.lab.LabProgram;
import dev.sluice.lab.batch.KilledBatch;
import dev.sluice.lab.draw.Threshold;
import dev.sluice.testing.LongForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A batch whose gateway is killed twice while it runs (P4), as `kill -9` does, and whose log is
/// torn after the second time (P7): the short form of `lab batch`.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledBatchTest {
  private static final int LINES = LongForm.rounds(250, 1_000);
  private static final int KILLS = LongForm.rounds(2, 5);
  private static final long SEED = 47;

  @Test
  void p4_each_line_has_one_result_and_the_ledger_has_each_call_that_was_billed() throws Exception {
    KilledBatch.Result result = KilledBatch.run(LabProgram.of(), LINES, KILLS, SEED);
    assertThat(result.bounds()).as(result.toString()).allMatch(Threshold::holds);
  }
}
