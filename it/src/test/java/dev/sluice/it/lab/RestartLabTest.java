package dev.sluice.it.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.Run;
import dev.sluice.lab.command.LabMain;
import dev.sluice.lab.restart.RestartLab;
import dev.sluice.lab.restart.RestartOptions;
import dev.sluice.testing.LongForm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The short form of `lab restart`: each gateway is restarted once. The balancer may take seconds
/// to see that one drains, since other tests keep both processors busy: it has more of them than
/// any of its looks may take.
class RestartLabTest {
  private static final int RATE = LongForm.rounds(20, 100);
  private static final Duration DELAY = Duration.ofSeconds(8);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private int restart(Duration delay) throws Exception {
    var options = new RestartOptions(Duration.ZERO, RATE, delay);
    var print = new PrintStream(out, true, UTF_8);
    return RestartLab.run(options, LabProgram.of(), print, Optional.empty());
  }

  @Test
  @Timeout(300)
  void no_call_fails_while_two_gateways_are_restarted_in_turn() throws Exception {
    int code = restart(DELAY);
    assertThat(out.toString(UTF_8)).startsWith("0 of ").contains(" calls failed, while 2 gateways");
    assertThat(code).isZero();
  }

  @Test
  void options_that_make_no_sense_cannot_start() {
    Run run = Run.by(LabMain::run, "lab", "restart", "--delay", "2h");
    assertThat(run.err()).contains("--delay must be 0s to 1h");
    assertThat(run.code()).isEqualTo(3);
    assertThatThrownBy(() -> new RestartOptions(Duration.ZERO, 1, Duration.ZERO))
        .hasMessageContaining("--rate");
  }
}
