package dev.sluice.it.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lab.ledger.OutageLab;
import dev.sluice.lab.ledger.OutageOptions;
import dev.sluice.testing.LongForm;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private void runs(boolean full, Optional<String> url, String toStrangers) throws Exception {
    var print = new PrintStream(out, true, StandardCharsets.UTF_8);
    int code = OutageLab.run(new OutageOptions(AWAY, RATE, full, url), LabProgram.of(), print);
    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(code).as(said).isZero();
    assertThat(said)
        .contains(
            "failed calls             0, ",
            "must be " + toStrangers,
            "no call has failed, and the ledger is what was billed");
  }

  @Test
  void a_folder_of_sqlite_that_goes_away_fails_no_call_and_loses_none() throws Exception {
    runs(false, Optional.empty(), "503 keys_unavailable");
  }

  @Test
  void a_disk_that_is_full_fails_no_call_and_loses_none() throws Exception {
    runs(true, Optional.empty(), "401 invalid_api_key");
  }

  @Test
  void a_postgres_that_goes_away_fails_no_call_and_loses_none() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      runs(false, Optional.of(url), "503 keys_unavailable");
    }
  }
}
