package dev.sluice.lab.reload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReloadLabTest {
  @Test
  void no_call_fails_while_configurations_follow_each_other() throws Exception {
    var text = new ByteArrayOutputStream();
    var options = new ReloadOptions(15, Duration.ofMillis(100), 100, 0);
    int code = ReloadLab.run(options, new PrintStream(text, true, UTF_8), Optional.empty());
    assertThat(text.toString(UTF_8)).doesNotContain("BROKEN");
    assertThat(code).isZero();
  }

  @Test
  void options_that_make_no_sense_are_refused() {
    assertThatThrownBy(() -> new ReloadOptions(0, Duration.ZERO, 1, 0))
        .hasMessageContaining("--reloads");
  }
}
