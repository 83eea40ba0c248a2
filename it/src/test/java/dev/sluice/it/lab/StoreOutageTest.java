package dev.sluice.it.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.lab.ledger.OutageLab;
import dev.sluice.lab.ledger.OutageOptions;
import dev.sluice.lab.ledger.OutageOptions.Outage;
import dev.sluice.testing.LongForm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The short form of `lab ledger --away`: a gateway whose store goes away under load, and comes
/// back.
@Execution(ExecutionMode.CONCURRENT)
class StoreOutageTest {
  private static final Duration AWAY = Duration.ofSeconds(3);
  private static final int RATE = LongForm.rounds(20, 50);

  private String run(List<Outage> outages, Optional<String> url) throws Exception {
    var out = new ByteArrayOutputStream();
    var print = new PrintStream(out, true, StandardCharsets.UTF_8);
    int code = OutageLab.run(new OutageOptions(AWAY, RATE, outages, url), LabProgram.of(), print);
    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(code).as(said).isZero();
    assertThat(said)
        .contains(
            "failed calls             0, ",
            "no call has failed, and the ledger is what was billed");
    return said;
  }

  @Test
  void a_sqlite_that_goes_away_and_whose_disk_is_full_then_fails_no_call_and_loses_none()
      throws Exception {
    assertThat(run(List.of(Outage.AWAY, Outage.FULL), Optional.empty()))
        .contains("must be 503 keys_unavailable", "must be 401 invalid_api_key");
  }

  @Test
  void a_postgres_that_goes_away_fails_no_call_and_loses_none() throws Exception {
    assertThat(run(List.of(Outage.AWAY), Optional.of(TestPostgres.empty())))
        .contains("must be 503 keys_unavailable");
  }
}
