package dev.sluice.it.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lab.ledger.LedgerLab;
import dev.sluice.lab.ledger.LedgerOptions;
import dev.sluice.lab.ledger.RowsLab;
import dev.sluice.testing.LongForm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The short form of `lab ledger`: a gateway that is killed under load, and questions to a store.
class KilledLedgerTest {
  /// The second one kills a gateway that has read what the first one has left.
  private static final int KILLS = 2;

  private static final int ROWS = LongForm.rounds(5_000, 20_000);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);

  @Test
  void two_kills_lose_no_call_and_charge_none_twice() throws Exception {
    var options = new LedgerOptions(KILLS, 8, Duration.ofMillis(400), 3);
    assertThat(LedgerLab.run(options, LabProgram.of(), print))
        .as(out.toString(StandardCharsets.UTF_8))
        .isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("the ledger is what was billed");
  }

  @Test
  void questions_to_a_store_of_many_calls_are_answered() throws Exception {
    RowsLab.run(ROWS, print);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(ROWS + " calls written", "by [TEAM, MODEL]", "the last 100 calls of key-0");
  }
}
