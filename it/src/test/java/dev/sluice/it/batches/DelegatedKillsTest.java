package dev.sluice.it.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.lab.LabProgram;
import dev.sluice.lab.batch.DelegatedKills;
import dev.sluice.lab.draw.Threshold;
import dev.sluice.testing.LongForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Batches that a provider runs, whose gateway is killed once while it waits and once while it
/// takes the results: the short form of `lab batch`.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DelegatedKillsTest {
  private static final int LINES = LongForm.rounds(300, 1_000);
  private static final int KILLS = 2;
  private static final long SEED = 47;

  @Test
  void the_ledger_has_what_the_provider_has_billed_but_for_a_line_a_kill() throws Exception {
    DelegatedKills.Result result = DelegatedKills.run(LabProgram.of(), LINES, KILLS, SEED);
    assertThat(result.bounds()).as(result.toString()).allMatch(Threshold::holds);
  }
}
