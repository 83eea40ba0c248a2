package dev.sluice.it.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.lab.LabProgram;
import dev.sluice.lab.batch.KilledBatch;
import dev.sluice.lab.draw.Threshold;
import dev.sluice.testing.LongForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A batch whose gateway is killed three times while it runs (P4), as `kill -9` does, and whose log
/// is torn after one of them (P7): the short form of `lab batch`.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledBatchTest {
  private static final int KILLS = LongForm.rounds(3, 5);
  private static final long SEED = 47;

  @Test
  void p4_each_line_has_one_result_and_the_ledger_has_each_call_that_was_billed() throws Exception {
    KilledBatch.Result result = KilledBatch.run(LabProgram.of(), KILLS, SEED);
    assertThat(result.bounds()).as(result.toString()).allMatch(Threshold::holds);
  }
}
