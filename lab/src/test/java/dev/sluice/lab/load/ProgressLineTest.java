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

class ProgressLineTest {
  private static final String TO_LINE_START = "\r\u001b[K";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Hand clock = new Hand();

  /// Moved by the test.
  private static final class Hand implements Clock {
    private Duration now = Duration.ofHours(7);

    @Override
    public long nanos() {
      return now.toNanos();
    }

    @Override
    public Instant wall() {
      return Instant.EPOCH.plus(now);
    }
  }

  private String printed(boolean terminal) {
    try (ProgressLine line =
        new ProgressLine(new PrintStream(bytes, true, UTF_8), terminal, clock, 4)) {
      line.step("first");
      clock.now = clock.now.plusSeconds(100);
      line.step("second");
      clock.now = clock.now.plusSeconds(20);
      line.step("third");
    }
    return bytes.toString(UTF_8);
  }

  @Test
  void a_terminal_has_one_line_with_the_time_left() {
    assertThat(printed(true))
        .isEqualTo(
            TO_LINE_START
                + "first"
                + TO_LINE_START
                + "second; 5 min left"
                + TO_LINE_START
                + "third; 2 min left"
                + TO_LINE_START);
  }

  @Test
  void a_long_step_counts_as_several() {
    PrintStream out = new PrintStream(bytes, true, UTF_8);
    try (ProgressLine line = ProgressLine.at(Optional.of(out), clock, 5)) {
      line.step("short");
      clock.now = clock.now.plusSeconds(10);
      line.step("long", 3);
      clock.now = clock.now.plusSeconds(30);
      line.step("last");
    }
    assertThat(bytes.toString(UTF_8)).contains("long; 40 s left", "last; 10 s left");
  }

  @Test
  void where_nobody_looks_nothing_is_said() {
    try (ProgressLine line = ProgressLine.at(Optional.empty(), clock, 1)) {
      line.step("alone");
    }
    assertThat(bytes.size()).isZero();
  }

  @Test
  void a_file_has_a_line_a_step() {
    assertThat(printed(false)).isEqualTo("first\nsecond\nthird\n");
  }
}
