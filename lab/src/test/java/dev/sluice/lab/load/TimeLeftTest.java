package dev.sluice.lab.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.runtime.Clock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeLeftTest {
  private static final Clock STANDING =
      new Clock() {
        @Override
        public long nanos() {
          return 0;
        }

        @Override
        public Instant wall() {
          return Instant.EPOCH;
        }
      };

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void the_time_that_is_left_is_told_in_words() {
    assertThat(TimeLeft.text("an hour of trouble", Duration.ofSeconds(125)))
        .isEqualTo("an hour of trouble; 2 min 5 s left");
    assertThat(TimeLeft.text("calls", Duration.ofMillis(59_400))).isEqualTo("calls; 59 s left");
    assertThat(TimeLeft.text("calls", Duration.ofSeconds(-3))).isEqualTo("calls; nearly done");
  }

  @Test
  void a_terminal_gets_a_line_that_is_cleared_in_the_end() {
    var out = new PrintStream(bytes, true, UTF_8);
    TimeLeft.start(Optional.of(out), STANDING, "calls", Duration.ofSeconds(10)).close();
    assertThat(bytes.toString(UTF_8)).startsWith("\r\033[Kcalls; 10 s left").endsWith("\r\033[K");
  }

  @Test
  void what_is_no_terminal_gets_nothing() {
    TimeLeft.start(Optional.empty(), STANDING, "calls", Duration.ofSeconds(10)).close();
    assertThat(bytes.size()).isZero();
  }
}
